import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { OCCURRENCE_STATUSES } from '../../../../src-shared/maintenance/occurrence-state.ts';
import type { Directory } from '../../../data/directory.ts';
import { useList } from '../../../data/hooks.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { useKeptRow } from '../../../platform/row-keys.ts';
import { saveFile } from '../../../platform/save-file.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { FilterChip } from '../../../ui/FilterChip.tsx';
import { ListBar } from '../../../ui/ListBar.tsx';
import { MenuButton } from '../../../ui/MenuButton.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { isOpen } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { Keys } from '../Keys.tsx';
import styles from '../Maintenance.module.css';
import { OccurrenceList } from '../OccurrenceList.tsx';
import { periodAt } from '../period.ts';
import { useItemsOn } from '../use-items.ts';
import { calendarFile } from './calendar-file.ts';
import { filterItems, occurrencesAsCsv, PERIODS, type Period } from './list-model.ts';

/** As many rows are drawn; the rest is in the export, and found by the filters. */
const MOST_ROWS = 300;

/** Occurrences one by one: filtered, acted on together, taken elsewhere. */
export function ListView({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const desk = useMaintenanceDesk();
  const filter = useStore(desk.filter);
  const now = useMinute();
  const span = useMemo(() => periodAt(filter.period, now, format.zone), [filter.period, now, format.zone]);
  const all = useItemsOn(span, 'all');
  const plans = useList('plan');
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => all && filterItems(all, filter), [all, filter]);
  const list = useRef<HTMLDivElement>(null);
  useKeptRow(list, rows !== undefined && plans !== undefined && rows.length > 0);
  if (!rows || !plans) return <Skeleton lines={8} label={t('maintenance.loading')} />;

  const set = desk.filter.setState;
  const mark = (next: ReadonlySet<string>) => {
    setMarked(next);
    desk.focused.setState({ items: rows.filter(({ planned }) => next.has(planned.id)) });
  };
  const toggle = (id: string) => {
    const next = new Set(marked);
    if (!next.delete(id)) next.add(id);
    mark(next);
  };
  const chosen = rows.filter((item) => marked.has(item.planned.id));
  const open = chosen.filter(isOpen);
  const may = directory.may('responder');
  const many = (labels: string[]) => (labels.length > 2 ? String(labels.length) : labels.join(', '));
  const chip = (
    name: 'states' | 'plans' | 'teams' | 'services' | 'people',
    options: { id: string; label: string }[],
  ) => (
    <FilterChip
      label={t(`maintenance.filter.${name}`)}
      removeLabel={t('maintenance.unfilter')}
      options={options}
      chosen={filter[name]}
      onChange={(next) => set({ [name]: next })}
      summary={many}
    />
  );
  const save = (as: string) => {
    const name = `${t('maintenance.file')}-${format.fileDay(now)}`;
    if (as === 'csv') {
      saveFile(
        `${name}.csv`,
        'text/csv',
        occurrencesAsCsv(rows, {
          column: (column) => t(`maintenance.csv.${column}`),
          status: (status) => t(`maintenance.state.${status}`),
          person: (id) => directory.person(id)?.name,
          actor: directory.actor,
          team: (id) => directory.team(id)?.name,
          service: (id) => directory.service(id)?.name,
        }),
      );
    } else {
      saveFile(`${name}.ics`, 'text/calendar', calendarFile(rows, t('place.maintenance'), now));
    }
  };
  return (
    <>
      <ListBar
        count={t('maintenance.count', { count: rows.length })}
        end={
          <MenuButton
            size="small"
            label={t('maintenance.export')}
            items={['ics', 'csv'].map((id) => ({
              id,
              label: t(`maintenance.exportAs.${id}`),
              isDisabled: rows.length === 0,
            }))}
            onAction={save}
          />
        }
      >
        <SearchField label={t('maintenance.search')} value={filter.text} onChange={(text) => set({ text })} />
        <FilterChip
          label={t('maintenance.filter.period')}
          removeLabel={t('maintenance.unfilter')}
          options={PERIODS.map((id) => ({ id, label: t(`maintenance.period.${id}`) }))}
          chosen={[filter.period]}
          onChange={([next]) => set({ period: PERIODS.find((one): one is Period => one === next) ?? 'week' })}
          summary={([label = '']) => label}
          single
          required
        />
        {chip(
          'states',
          OCCURRENCE_STATUSES.map((id) => ({ id, label: t(`maintenance.state.${id}`) })),
        )}
        {chip(
          'plans',
          plans.map(({ id, doc }) => ({ id, label: doc.title })),
        )}
        {chip(
          'teams',
          directory.teams.map(({ id, doc }) => ({ id, label: doc.name })),
        )}
        {chip(
          'services',
          directory.services.map(({ id, doc }) => ({ id, label: doc.name })),
        )}
        {chip(
          'people',
          directory.people.map(({ id, doc }) => ({ id, label: doc.name })),
        )}
      </ListBar>
      {rows.length === 0 ? (
        <EmptyState title={t('maintenance.noMatch')}>{t('maintenance.noMatchWhy')}</EmptyState>
      ) : (
        <div ref={list} className={styles.scroll}>
          <OccurrenceList
            label={t('maintenance.view.list')}
            items={rows.slice(0, MOST_ROWS)}
            directory={directory}
            hasDay
            marked={marked}
            onMark={toggle}
            onUnmark={() => mark(new Set())}
          />
          {rows.length > MOST_ROWS && (
            <p className={styles.more}>{t('maintenance.more', { count: rows.length - MOST_ROWS })}</p>
          )}
        </div>
      )}
      {marked.size > 0 ? (
        <section className={styles.marked} aria-label={t('maintenance.markedLabel')}>
          <span>{t('maintenance.marked', { count: chosen.length })}</span>
          {(['complete', 'assign', 'skip'] as const).map((kind) => (
            <Button
              key={kind}
              size="small"
              isDisabled={!may || open.length === 0}
              onPress={() => desk.ask({ kind, items: open })}
            >
              {t(`maintenance.act.${kind}`)}
            </Button>
          ))}
          <Button size="small" variant="quiet" keys="Escape" onPress={() => mark(new Set())}>
            {t('maintenance.unmark')}
          </Button>
        </section>
      ) : (
        rows.length > 0 && <Keys />
      )}
    </>
  );
}
