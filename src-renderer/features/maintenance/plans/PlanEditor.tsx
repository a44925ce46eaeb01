import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Timings } from '../../../../src-shared/recurrence/timing.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import { localDate } from '../../../../src-shared/time/zone.ts';
import type { Directory } from '../../../data/directory.ts';
import { useKeptForm } from '../../../data/use-kept-form.ts';
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
  const today = localDate(now, zone);
  /** What was typed, over the plan as it was then: what somebody else writes meanwhile is said, and taken over on demand. */
  const kept = useKeptForm<PlanDraft>(
    {
      ...draft,
      kept: draft.kept && { ...draft.kept, form: resumedForm(draft.kept.form, localDate(now, draft.kept.form.zone)) },
    },
    () => ({ form: planForm(row?.doc, today, zone), seen: row?.doc }),
    `${row?.doc.revision} ${today}`,
  );
  const { form, seen: began } = kept.form;
  /** A pause and an end are no fields: they come between nobody and what is typed. */
  const isNewer = row && began && row.doc.revision > began.revision && !sameFields(row.doc, began);
  const newer = isNewer ? row.doc : undefined;
  const seen = newer ? began : row?.doc;
  const [tried, setTried] = useState(false);
  const formDay = localDate(now, form.zone);
  const read = readForm(form, seen?.terms.at(-1), formDay);
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
    kept.end();
    if (isHere()) leave();
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
          {row && <PlanLife row={row} may={may} today={formDay} />}
        </>
      }
      asideLabel={t('plans.foreseen')}
    >
      <Form className={styles.lead} onSubmit={save}>
        {kept.isFound && !newer && (
          <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={kept.discard}>
            {t('changes.draftFound')}
          </FoundDraft>
        )}
        {newer && (
          <NoticeBar
            tone="warn"
            role="alert"
            actions={
              <>
                <Button size="small" onPress={kept.discard}>
                  {t('plans.takeTheirs')}
                </Button>
                <Button size="small" onPress={() => kept.set({ seen: newer })}>
                  {t('plans.keepMine')}
                </Button>
              </>
            }
          >
            {t('plans.newer', { by: directory.actor(newer.updatedBy), when: format.momentOn(newer.updatedAt, now) })}
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
          today={formDay}
          onChange={(part) => kept.set((draft) => ({ form: { ...draft.form, ...part }, seen }))}
        />
        <div className={styles.bar}>
          <span className={styles.count} role="status">
            {draft.keptAt === undefined ? '' : t('changes.kept', { when: format.momentOn(draft.keptAt, now) })}
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
