import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { createClockReader } from '../../data/incident-clock.ts';
import { standing, useUnconfirmedIncidents } from '../../data/incident-reads.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useForgetMarks, useIncidentDesk } from './desk.ts';
import { FilterBar } from './FilterBar.tsx';
import { IncidentGrid } from './IncidentGrid.tsx';
import styles from './IncidentsPage.module.css';
import { createListModel, isEmptyFilter, type ListModel, sameFilter, VIEWS, wantsClosed } from './list-model.ts';
import { MarkedBar } from './MarkedBar.tsx';
import { ViewBar } from './ViewBar.tsx';

/** Every incident: filtered, sorted, marked and acted upon from the keyboard. */
export function IncidentsPage() {
  const { t } = useTranslation();
  usePageHeading({ title: t('place.incidents') });
  const directory = useDirectory();
  if (!directory) return <Skeleton lines={12} label={t('incidents.loading')} />;
  return <Incidents directory={directory} />;
}

function Incidents({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const desk = useIncidentDesk();
  const runner = useCommandRunner();
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  useForgetMarks();
  useEffect(() => {
    desk.onFocusSearch(() => search.current?.focus());
    return () => desk.onFocusSearch(undefined);
  }, [desk]);
  const filter = useStore(desk.store, (state) => state.filter);
  const sort = useStore(desk.store, (state) => state.sort);
  // Typing stays ahead of a long list.
  const applied = useDeferredValue(filter);
  const closed = wantsClosed(applied);
  const { rows, loaded } = useIncidents({ closed });
  const unconfirmed = useUnconfirmedIncidents();
  const clocks = useMemo(() => createClockReader(directory.calendars), [directory.calendars]);
  const model = useMemo(
    () =>
      createListModel({
        clocks,
        standing: (row) => standing(row, unconfirmed.get(row.id)),
        me: directory.me,
        serviceName: (id) => directory.service(id)?.name,
        personName: (id) => directory.person(id)?.name,
      }),
    [clocks, directory, unconfirmed],
  );
  const sorted = useMemo(() => model.sort(rows.values(), sort), [model, rows, sort]);
  const shown = useMemo(() => model.filter(sorted, applied), [model, sorted, applied]);
  useEffect(() => warmWhenIdle(model, sorted), [model, sorted]);
  const reading = loaded === 'nothing' || (closed && loaded !== 'all');

  const empty = () => {
    if (!isEmptyFilter(filter) && !sameFilter(filter, VIEWS.open)) {
      return (
        <EmptyState
          title={t('incidents.noMatch')}
          actions={<Button onPress={() => desk.look({ filter: VIEWS.open })}>{t('incidents.filter.clear')}</Button>}
        >
          {t('incidents.noMatchWhy')}
        </EmptyState>
      );
    }
    const all = isEmptyFilter(filter);
    return (
      <EmptyState
        title={all ? t('incidents.empty') : t('incidents.calm')}
        actions={
          directory.may('responder') && (
            <Button keys="C" onPress={() => runner.run('incident.new')}>
              {t('incidents.new')}
            </Button>
          )
        }
      >
        {all ? t('incidents.emptyWhy') : t('incidents.calmWhy')}
      </EmptyState>
    );
  };

  return (
    <div className={styles.page}>
      <ViewBar directory={directory} filter={filter} />
      <FilterBar
        directory={directory}
        filter={filter}
        sort={sort}
        search={search}
        rows={shown}
        total={rows.size}
        clocks={clocks}
      />
      {reading && shown.length === 0 ? (
        <Skeleton lines={12} label={t('incidents.loading')} />
      ) : shown.length === 0 ? (
        empty()
      ) : (
        <IncidentGrid
          rows={shown}
          unconfirmed={unconfirmed}
          directory={directory}
          clocks={clocks}
          onShow={(row) => void navigate({ to: `/incidents/${row.doc.number ?? row.id}` })}
        />
      )}
      <MarkedBar />
    </div>
  );
}

const SLICE = 400;

/** Folds texts in slices while the page has nothing else to do, so that the first letter typed finds them ready. */
function warmWhenIdle(model: ListModel, rows: readonly Row<'incident'>[]): () => void {
  let handle = 0;
  const slice = (from: number) => {
    if (from >= rows.length) return;
    handle = window.requestIdleCallback(() => {
      model.warm(rows.slice(from, from + SLICE));
      slice(from + SLICE);
    });
  };
  slice(0);
  return () => window.cancelIdleCallback(handle);
}
