import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Timings } from '../../../../src-shared/recurrence/timing.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import { localDate } from '../../../../src-shared/time/zone.ts';
import type { Directory } from '../../../data/directory.ts';
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
import { changeOf, contentOf, type PlanForm, planForm, readForm } from './plan-form.ts';

interface Props {
  /** Undefined: a new plan. */
  row: Row<'plan'> | undefined;
  directory: Directory;
  procedures: readonly Row<'procedure'>[];
  calendars: readonly Row<'calendar'>[];
  timings: Timings;
}

/** The fields of a plan, with what they make of the days to come beside. */
export function PlanEditor({ row, directory, procedures, calendars, timings }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const now = useMinute();
  const { plans } = useMaintenanceDesk();
  const mine = directory.person(directory.me)?.zone ?? format.zone;
  /** The plan as the fields began with it: what somebody else writes meanwhile is said, and taken over on demand. */
  const [seen, setSeen] = useState(row?.doc);
  const zone = seen?.terms.at(-1)?.zone ?? mine;
  const [form, setForm] = useState<PlanForm>(() => planForm(row?.doc, localDate(now, zone), zone));
  const [tried, setTried] = useState(false);
  const today = localDate(now, form.zone);
  const read = readForm(form, seen?.terms.at(-1), today);
  const may = directory.may('lead');
  const newer = row && seen && row.doc.revision > seen.revision ? row.doc : undefined;
  const change = seen && read.terms ? changeOf(form, seen, read.terms) : undefined;
  const isSame = change !== undefined && Object.keys(change.set).length === 0 && change.terms === undefined;

  const save = async () => {
    setTried(true);
    if (!read.terms || read.problems.size > 0) return;
    if (!row || !seen || !change) {
      const id = await plans.create(contentOf(form, read.terms));
      if (id) void navigate({ to: '/maintenance/plans' });
      return;
    }
    if (await plans.edit(row.id, seen, change)) void navigate({ to: '/maintenance/plans' });
  };
  const takeOver = () => {
    if (!newer) return;
    setSeen(newer);
    setForm(planForm(newer, today, zone));
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
        {newer && (
          <NoticeBar
            tone="warn"
            role="alert"
            actions={
              <>
                <Button size="small" onPress={takeOver}>
                  {t('plans.takeTheirs')}
                </Button>
                <Button size="small" onPress={() => setSeen(newer)}>
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
          onChange={(part) => setForm((before) => ({ ...before, ...part }))}
        />
        <div className={styles.bar}>
          <span className={styles.end}>
            <Button variant="quiet" onPress={() => void navigate({ to: '/maintenance/plans' })}>
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
