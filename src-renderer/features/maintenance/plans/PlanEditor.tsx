import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Timings } from '../../../../src-shared/recurrence/timing.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import { localDate } from '../../../../src-shared/time/zone.ts';
import type { Directory } from '../../../data/directory.ts';
import type { TextDraft } from '../../../data/use-text-draft.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { useStillHere } from '../../../platform/still-here.ts';
import { AsidePage } from '../../../ui/AsidePage.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Form } from '../../../ui/Form.tsx';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { NoticeBar } from '../../../ui/NoticeBar.tsx';
import { noonOf } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { Foreseeing } from './Foreseeing.tsx';
import { PlanFields } from './PlanFields.tsx';
import { PlanLife } from './PlanLife.tsx';
import styles from './Plans.module.css';
import {
  changeOf,
  contentOf,
  droppedFrom,
  type PlanDraft,
  planForm,
  readForm,
  resumedForm,
  sameFields,
} from './plan-form.ts';

interface Props {
  /** Undefined: a new plan. */
  row: Row<'plan'> | undefined;
  draft: TextDraft<PlanDraft>;
  directory: Directory;
  procedures: readonly Row<'procedure'>[];
  calendars: readonly Row<'calendar'>[];
  timings: Timings;
}

/** The fields of a plan, with what they make of the days to come beside. */
export function PlanEditor({ row, draft, directory, procedures, calendars, timings }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const stillHere = useStillHere();
  const now = useMinute();
  const { plans } = useMaintenanceDesk();
  const mine = directory.person(directory.me)?.zone ?? format.zone;
  const zone = row?.doc.terms.at(-1)?.zone ?? mine;
  const fresh = { form: planForm(row?.doc, localDate(now, zone), zone), seen: row?.doc };
  /** What was typed, over the plan as it was then: what somebody else writes meanwhile is said, and taken over on demand. */
  const [typed, setTyped] = useState(
    () => draft.kept && { ...draft.kept, form: resumedForm(draft.kept.form, localDate(now, draft.kept.form.zone)) },
  );
  const { form, seen: began } = typed ?? fresh;
  /** A pause and an end are no fields: they come between nobody and what is typed. */
  const isNewer = row && began && row.doc.revision > began.revision && !sameFields(row.doc, began);
  const newer = isNewer ? row.doc : undefined;
  const seen = newer ? began : row?.doc;
  const [found, setFound] = useState(draft.kept !== null);
  const [tried, setTried] = useState(false);
  const today = localDate(now, form.zone);
  const read = readForm(form, seen?.terms.at(-1), today);
  const may = directory.may('lead');
  const change = seen && read.terms ? changeOf(form, seen, read.terms) : undefined;
  const dropped = seen && change?.terms && droppedFrom(seen, change.terms);
  const isSame = change !== undefined && Object.keys(change.set).length === 0 && change.terms === undefined;

  const leave = () => void navigate({ to: '/maintenance/plans' });
  const save = async () => {
    setTried(true);
    if (!read.terms || read.problems.size > 0) return;
    const isHere = stillHere();
    const taken =
      row && seen && change
        ? await plans.edit(row.id, seen, change)
        : (await plans.create(contentOf(form, read.terms))) !== undefined;
    if (!taken) return;
    draft.end();
    if (isHere()) leave();
  };
  /** The fields as the plan is now, without what was typed. */
  const discard = () => {
    draft.end();
    setFound(false);
    setTyped(null);
  };
  const edit = (next: PlanDraft) => {
    setTyped(next);
    draft.keep(next);
  };
  return (
    <AsidePage
      hasFoot
      aside={
        <>
          <Foreseeing
            id={row?.id ?? 'new'}
            plan={seen}
            terms={read.terms}
            isEdited={!isSame}
            timings={timings}
            calendars={calendars}
          />
          {row && <PlanLife row={row} may={may} today={today} />}
        </>
      }
      asideLabel={t('plans.foreseen')}
    >
      <Form className={styles.lead} onSubmit={() => void save()}>
        {found && !newer && (
          <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
            {t('changes.draftFound')}
          </FoundDraft>
        )}
        {newer && (
          <NoticeBar
            tone="warn"
            role="alert"
            actions={
              <>
                <Button size="small" onPress={discard}>
                  {t('plans.takeTheirs')}
                </Button>
                <Button size="small" onPress={() => edit({ form, seen: newer })}>
                  {t('plans.keepMine')}
                </Button>
              </>
            }
          >
            {t('plans.newer', { by: directory.actor(newer.updatedBy), time: format.moment(newer.updatedAt, now) })}
          </NoticeBar>
        )}
        {dropped && (
          <NoticeBar tone="warn" role="status">
            {t('plans.dropped', { date: format.date(noonOf(dropped, format.zone)) })}
          </NoticeBar>
        )}
        <PlanFields
          form={form}
          read={read}
          tried={tried}
          isNew={!row}
          directory={directory}
          procedures={procedures}
          calendars={calendars}
          today={today}
          onChange={(part) => edit({ form: { ...form, ...part }, seen })}
        />
        <div className={styles.bar}>
          <span className={styles.count} role="status">
            {draft.keptAt === undefined ? '' : t('changes.kept', { time: format.moment(draft.keptAt, now) })}
          </span>
          <span className={styles.end}>
            <Button variant="quiet" onPress={leave}>
              {t('maintenance.cancel')}
            </Button>
            <Button
              type="submit"
              variant="primary"
              isDisabled={!may || isSame || newer !== undefined}
              reason={may ? undefined : t('maintenance.leadOnly')}
            >
              {t(row ? 'plans.save' : 'plans.make')}
            </Button>
          </span>
        </div>
      </Form>
    </AsidePage>
  );
}
