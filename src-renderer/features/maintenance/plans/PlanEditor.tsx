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
import { AsidePage } from '../../../ui/AsidePage.tsx';
import { Button } from '../../../ui/Button.tsx';
import { NoticeBar } from '../../../ui/NoticeBar.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { Foreseeing } from './Foreseeing.tsx';
import { PlanFields } from './PlanFields.tsx';
import { PlanLife } from './PlanLife.tsx';
import styles from './Plans.module.css';
import { changeOf, contentOf, type PlanDraft, planForm, readForm, resumedForm } from './plan-form.ts';

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
  const now = useMinute();
  const { plans } = useMaintenanceDesk();
  const mine = directory.person(directory.me)?.zone ?? format.zone;
  /** The plan as the fields began with it: what somebody else writes meanwhile is said, and taken over on demand. */
  const [seen, setSeen] = useState(draft.kept?.seen ?? row?.doc);
  const zone = seen?.terms.at(-1)?.zone ?? mine;
  const [form, setForm] = useState(() =>
    draft.kept
      ? resumedForm(draft.kept.form, localDate(now, draft.kept.form.zone))
      : planForm(row?.doc, localDate(now, zone), zone),
  );
  const [found, setFound] = useState(draft.kept !== null);
  const [tried, setTried] = useState(false);
  const today = localDate(now, form.zone);
  const read = readForm(form, seen?.terms.at(-1), today);
  const may = directory.may('lead');
  const newer = row && seen && row.doc.revision > seen.revision ? row.doc : undefined;
  const change = seen && read.terms ? changeOf(form, seen, read.terms) : undefined;
  const isSame = change !== undefined && Object.keys(change.set).length === 0 && change.terms === undefined;

  const leave = () => void navigate({ to: '/maintenance/plans' });
  const save = async () => {
    setTried(true);
    if (!read.terms || read.problems.size > 0) return;
    const taken =
      row && seen && change
        ? await plans.edit(row.id, seen, change)
        : (await plans.create(contentOf(form, read.terms))) !== undefined;
    if (!taken) return;
    draft.end();
    leave();
  };
  /** The fields as the plan is now, without what was typed. */
  const discard = () => {
    draft.end();
    setFound(false);
    setSeen(row?.doc);
    setForm(planForm(row?.doc, localDate(now, row?.doc.terms.at(-1)?.zone ?? mine), mine));
  };
  const edit = (next: PlanDraft) => {
    setForm(next.form);
    setSeen(next.seen);
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
      <form
        className={styles.lead}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        noValidate
      >
        {found && !newer && (
          <NoticeBar
            role="status"
            actions={
              <Button size="small" variant="quiet" onPress={discard}>
                {t('procedureEditor.discardDraft')}
              </Button>
            }
          >
            {t('changes.draftFound')}
          </NoticeBar>
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
      </form>
    </AsidePage>
  );
}
