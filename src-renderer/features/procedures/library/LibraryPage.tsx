import { useNavigate } from '@tanstack/react-router';
import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useData } from '../../../data/DataProvider.tsx';
import { type Directory, useDirectory } from '../../../data/directory.ts';
import { useMinute } from '../../../platform/now.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { useProcedureDrafts } from '../editor/use-procedure-drafts.ts';
import { DraftList } from './DraftList.tsx';
import { useLibraryDesk } from './desk.ts';
import { LibraryBar } from './LibraryBar.tsx';
import { LibraryEmpty } from './LibraryEmpty.tsx';
import { LibraryGrid, type LibraryGridLine } from './LibraryGrid.tsx';
import styles from './LibraryPage.module.css';
import { LibraryRail } from './LibraryRail.tsx';
import { isNarrowed, libraryTest, type ProcedureRow, sortLibrary, withHeadings } from './list-model.ts';
import { useHits } from './use-hits.ts';

/** Every procedure and runbook of the team: by the written document, by what is known of them, and by their words. */
export function LibraryPage() {
  const { t } = useTranslation();
  usePageHeading({ title: t('place.procedures') });
  const directory = useDirectory();
  const { procedures } = useData();
  const { rows, loaded } = useSyncExternalStore(procedures.subscribe, procedures.getSnapshot);
  if (!directory || !loaded) return <Skeleton lines={12} label={t('procedures.loading')} />;
  return <Library rows={rows} directory={directory} />;
}

function Library({ rows, directory }: { rows: ReadonlyMap<string, ProcedureRow>; directory: Directory }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const desk = useLibraryDesk();
  const now = useMinute();
  const { query, ...filter } = useStore(desk.store);
  const drafts = useProcedureDrafts();
  const sorted = useMemo(() => sortLibrary(rows.values()), [rows]);
  const { view, section, facets } = filter;
  const passes = useMemo(() => libraryTest({ view, section, facets }, now), [view, section, facets, now]);
  const hits = useHits(query, passes, rows);
  const isSearch = query.trim() !== '' && view !== 'drafts';

  const shown = useMemo((): ProcedureRow[] => {
    if (!isSearch) return sorted.filter(({ doc }) => passes(doc));
    return (hits?.list ?? []).flatMap(({ id }) => {
      const row = rows.get(id);
      return row ? [row] : [];
    });
  }, [isSearch, sorted, passes, hits, rows]);
  const lines = useMemo((): LibraryGridLine[] => {
    if (!isSearch) return withHeadings(shown, t('procedures.elsewhere'));
    const marks = new Map(hits?.list.map((hit) => [hit.id, hit.marks]));
    return shown.map((row) => ({ kind: 'row', row, marks: marks.get(row.id) ?? [] }));
  }, [isSearch, shown, hits, t]);
  const show = (id: string) => void navigate({ to: '/procedures/$id', params: { id } });
  const waits = isSearch && hits === undefined;

  const list = () => {
    if (view === 'drafts') return <DraftList drafts={drafts} />;
    if (waits) return <Skeleton lines={8} label={t('procedures.searching')} />;
    if (shown.length === 0) {
      return (
        <LibraryEmpty
          view={view}
          query={isSearch ? query : ''}
          isNarrowed={isNarrowed(filter)}
          isNew={rows.size === 0}
        />
      );
    }
    return <LibraryGrid lines={lines} query={isSearch ? hits?.query : undefined} directory={directory} onShow={show} />;
  };
  return (
    <div className={styles.page}>
      <LibraryRail rows={sorted} filter={filter} drafts={drafts?.length ?? 0} mayWrite={directory.may('responder')} />
      <div className={styles.main}>
        <LibraryBar
          rows={sorted}
          shown={shown}
          total={sorted.filter(({ doc }) => !doc.archived).length}
          directory={directory}
          onFirst={() => {
            const [first] = shown;
            if (first) show(first.id);
          }}
        />
        {list()}
      </div>
    </div>
  );
}
