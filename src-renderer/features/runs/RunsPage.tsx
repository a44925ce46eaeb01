import { useNavigate } from '@tanstack/react-router';
import ListChecks from 'lucide-react/icons/list-checks';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useLive } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ListPage } from '../../ui/ListPage.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ViewTab, ViewTabs } from '../../ui/ViewTabs.tsx';
import { useRunDesk } from './desk.ts';
import { OPEN_RUNS, RUN_VIEWS, type RunLine, shownRuns } from './list-model.ts';
import { RunFilterBar } from './RunFilterBar.tsx';
import { RunGrid } from './RunGrid.tsx';
import { useRunLines } from './use-run-lines.ts';

/** What is being worked through, what of it is mine, and what was. */
export function RunsPage() {
  const { t } = useTranslation();
  usePageHeading({ title: t('place.runs') });
  const directory = useDirectory();
  if (!directory) return <Skeleton lines={10} label={t('runs.loading')} />;
  return <Runs directory={directory} />;
}

function Runs({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { list } = useRunDesk();
  const filter = useStore(list);
  // Typing stays ahead of a long list.
  const applied = useDeferredValue(filter);
  const lines = useRunLines(filter.view === 'done', directory);
  const incidents = useIncidentNames(lines);
  const shown = useMemo(
    () =>
      shownRuns(lines ?? [], applied, ({ doc, people }) =>
        [
          doc.title,
          incidents.get(doc.incident ?? ''),
          directory.actor(doc.startedBy),
          ...people.map((id) => directory.person(id)?.name),
        ].join(' '),
      ),
    [lines, applied, incidents, directory],
  );
  const narrowed = filter.text !== '' || filter.procedure !== undefined || filter.incident !== undefined;

  const empty = () => {
    if (narrowed) {
      return (
        <EmptyState
          title={t('runs.noMatch')}
          actions={
            <Button onPress={() => list.setState({ ...OPEN_RUNS, view: filter.view }, true)}>
              {t('runs.filter.clear')}
            </Button>
          }
        >
          {t('runs.noMatchWhy')}
        </EmptyState>
      );
    }
    return (
      <EmptyState
        icon={<ListChecks size={28} strokeWidth={1.4} aria-hidden />}
        title={t(`runs.empty.${filter.view}`)}
        actions={
          filter.view === 'done' ? undefined : (
            <Button onPress={() => void navigate({ to: '/procedures' })}>{t('runs.toProcedures')}</Button>
          )
        }
      >
        {t(`runs.emptyWhy.${filter.view}`)}
      </EmptyState>
    );
  };

  return (
    <ListPage>
      <ViewTabs label={t('runs.views')}>
        {RUN_VIEWS.map((view) => (
          <ViewTab key={view} current={view === filter.view} onPress={() => list.setState({ view })}>
            {t(`runs.view.${view}`)}
          </ViewTab>
        ))}
      </ViewTabs>
      {lines === undefined ? (
        <Skeleton lines={10} label={t('runs.loading')} />
      ) : (
        <>
          {lines.length > 0 && (
            <RunFilterBar filter={filter} lines={lines} shown={shown} incidents={incidents} directory={directory} />
          )}
          {shown.length === 0 ? (
            empty()
          ) : (
            <RunGrid
              lines={shown}
              incidents={incidents}
              directory={directory}
              isDone={filter.view === 'done'}
              onShow={(id) => void navigate({ to: '/runs/$id', params: { id } })}
            />
          )}
        </>
      )}
    </ListPage>
  );
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Names of the incidents that runs belong to. */
function useIncidentNames(lines: readonly RunLine[] | undefined): ReadonlyMap<string, string> {
  const ids = useMemo(
    () => [...new Set((lines ?? []).flatMap(({ doc }) => (doc.incident === undefined ? [] : [doc.incident])))].sort(),
    [lines],
  );
  return (
    useLive(
      async (_, records) => {
        const rows = await records.many('incident', ids);
        return new Map(rows.flatMap((row) => (row ? [[row.id, nameOf(row.doc)] as const] : [])));
      },
      [ids.join()],
    ) ?? NONE
  );
}
