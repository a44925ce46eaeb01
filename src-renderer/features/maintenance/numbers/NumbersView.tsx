import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BY, type By, figuresOf } from '../../../../src-shared/maintenance/numbers.ts';
import { DAY, MINUTE } from '../../../../src-shared/time/clock.ts';
import { dayNumber } from '../../../../src-shared/time/day.ts';
import type { Directory } from '../../../data/directory.ts';
import { toCsv } from '../../../platform/csv.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { saveFile } from '../../../platform/save-file.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ListBar } from '../../../ui/ListBar.tsx';
import { ListScroll } from '../../../ui/ListPage.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { monthsAt } from '../period.ts';
import { useDoneEarly, useItemsOn } from '../use-items.ts';
import { Table } from './Table.tsx';

const MONTHS = [1, 3, 12] as const;

/** Done on time, late, missed, and the time it took: by plan, team or month. */
export function NumbersView({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { zone, language } = format;
  const [by, setBy] = useState<By>('plan');
  const [months, setMonths] = useState('3');
  const span = useMemo(() => {
    const count = Number(months);
    return { from: monthsAt(now, zone, 1 - count, count).from, to: now };
  }, [months, now, zone]);
  const begun = useItemsOn(span, 'all');
  const early = useDoneEarly();
  const items = useMemo(
    () => begun && [...begun.filter(({ state }) => state.at <= now), ...early],
    [begun, early, now],
  );
  const rows = useMemo(() => items && figuresOf(items, by, zone), [items, by, zone]);
  if (!rows) return <Skeleton lines={8} label={t('maintenance.loading')} />;
  const nameOf = (id: string) => {
    if (by === 'plan') return items?.find(({ plan }) => plan.id === id)?.plan.doc.title ?? id;
    if (by === 'team') return directory.team(id)?.name ?? t('maintenance.nobody');
    return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      dayNumber(`${id}-15`) * DAY,
    );
  };
  const named = rows.map((row) => ({ ...row, name: nameOf(row.id) }));
  if (by !== 'month') named.sort((a, b) => a.name.localeCompare(b.name));
  const columns = ['done', 'late', 'missed', 'skipped'].map((name) => t(`maintenance.column.${name}`));
  const save = () =>
    saveFile(
      `${t('maintenance.file')}-${t('maintenance.view.numbers').toLowerCase()}-${format.fileDay(now)}.csv`,
      'text/csv',
      toCsv(
        [t(`maintenance.by.${by}`), ...columns, t('maintenance.column.onTime'), t('maintenance.csv.spent')],
        named.map(({ name, tally, onTime, spent }) => [
          name,
          tally.done,
          tally.late,
          tally.missed,
          tally.skipped,
          onTime === undefined ? undefined : Math.round(onTime * 1_000) / 1_000,
          Math.round(spent / (MINUTE / 10)) / 10,
        ]),
      ),
    );
  return (
    <>
      <ListBar
        count={t('maintenance.count', { count: items?.length ?? 0 })}
        end={
          <Button size="small" isDisabled={named.length === 0} onPress={save}>
            {t('maintenance.exportAs.csv')}
          </Button>
        }
      >
        <SegmentedControl
          label={t('maintenance.byLabel')}
          value={by}
          onChange={(next) => setBy(next)}
          options={BY.map((id) => ({ id, label: t(`maintenance.by.${id}`) }))}
        />
        <SegmentedControl
          label={t('maintenance.since')}
          value={months}
          onChange={setMonths}
          options={MONTHS.map((count) => ({ id: String(count), label: t('maintenance.months', { count }) }))}
        />
      </ListBar>
      {named.length === 0 ? (
        <EmptyState title={t('maintenance.noNumbers')}>{t('maintenance.noNumbersWhy')}</EmptyState>
      ) : (
        <ListScroll>
          <Table
            label={t('maintenance.view.numbers')}
            nameOf={t(`maintenance.by.${by}`)}
            columns={[...columns, t('maintenance.column.onTime'), t('maintenance.column.spent')]}
            rows={named.map(({ id, name, tally, onTime, spent }) => ({
              id,
              name,
              values: [
                ...[tally.done, tally.late, tally.missed, tally.skipped].map(format.number),
                onTime === undefined ? '—' : format.percent(onTime),
                spent > 0 ? format.took(spent) : '—',
              ],
              parts: { done: tally.done, late: tally.late, missed: tally.missed },
            }))}
          />
        </ListScroll>
      )}
    </>
  );
}
