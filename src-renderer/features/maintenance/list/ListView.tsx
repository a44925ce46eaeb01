import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { OCCURRENCE_STATUSES, type OccurrenceStatus } from '../../../../src-shared/maintenance/occurrence-state.ts';
import { procedureId, revisionId } from '../../../../src-shared/model/procedure.ts';
import { useData } from '../../../data/DataProvider.tsx';
import type { Directory } from '../../../data/directory.ts';
import { useList } from '../../../data/hooks.ts';
import type { Records } from '../../../data/records.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { useKeptRow } from '../../../platform/row-keys.ts';
import { saveFile } from '../../../platform/save-file.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { FilterChip } from '../../../ui/FilterChip.tsx';
import { ListBar } from '../../../ui/ListBar.tsx';
import { ListNote } from '../../../ui/ListNote.tsx';
import { ListScroll } from '../../../ui/ListPage.tsx';
import { MarkedRows } from '../../../ui/MarkedRows.tsx';
import { MenuButton } from '../../../ui/MenuButton.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { isOpen } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { Keys } from '../Keys.tsx';
import { OccurrenceList } from '../OccurrenceList.tsx';
import { periodAt } from '../period.ts';
import { useItemsOn } from '../use-items.ts';
import { dueWords } from '../when.ts';
import { calendarFile } from './calendar-file.ts';
import { filterItems, occurrencesAsCsv, PERIODS, type Period } from './list-model.ts';

/** As many rows are drawn; the rest is in the export, and found by the filters. */
const MOST_ROWS = 300;

/** The texts in force of procedures, as far as they are known here. */
async function textsOf(records: Records, procedures: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const id of procedures) {
    const head = await records.get('procedure', id);
    const of = { collection: 'procedure', id: procedureId(id) } as const;
    const text = head && (await records.get('revision', revisionId(of, head.doc.revision)));
    if (text) texts.set(id, text.doc.body);
  }
  return texts;
}

/** Occurrences one by one: filtered, acted on together, taken elsewhere. */
export function ListView({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { records } = useData();
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
  const save = async (as: string) => {
    const names = {
      status: (status: OccurrenceStatus) => t(`maintenance.state.${status}`),
      person: (id: string | undefined) => directory.person(id)?.name,
      team: (id: string | undefined) => directory.team(id)?.name,
      service: (id: string | undefined) => directory.service(id)?.name,
    };
    const name = `${t('maintenance.file')}-${format.fileDay(now)}`;
    if (as === 'csv') {
      saveFile(
        `${name}.csv`,
        'text/csv',
        occurrencesAsCsv(rows, {
          ...names,
          column: (column) => t(`maintenance.csv.${column}`),
          actor: directory.actor,
        }),
      );
    } else {
      const texts = await textsOf(records, new Set(rows.map(({ plan }) => plan.doc.procedure)));
      const file = calendarFile(rows, t('place.maintenance'), now, {
        ...names,
        line: (column, value) => t('maintenance.exportLine', { term: t(`maintenance.csv.${column}`), value }),
        // Whoever reads it does so on another day.
        due: (item) => dueWords(item, t, format, 0),
        text: (procedure) => texts.get(procedure),
      });
      saveFile(`${name}.ics`, 'text/calendar', file);
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
            onAction={(as) => void save(as)}
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
        <ListScroll ref={list}>
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
            <ListNote isMore>{t('maintenance.more', { count: rows.length - MOST_ROWS })}</ListNote>
          )}
        </ListScroll>
      )}
      {marked.size > 0 ? (
        <MarkedRows
          label={t('maintenance.markedLabel')}
          count={t('maintenance.marked', { count: chosen.length })}
          unmark={t('maintenance.unmark')}
          onUnmark={() => mark(new Set())}
        >
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
        </MarkedRows>
      ) : (
        rows.length > 0 && <Keys />
      )}
    </>
  );
}
