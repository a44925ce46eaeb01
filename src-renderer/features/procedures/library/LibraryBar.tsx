import { useNavigate } from '@tanstack/react-router';
import Download from 'lucide-react/icons/download';
import { type KeyboardEvent, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useData } from '../../../data/DataProvider.tsx';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { useTicker } from '../../../platform/now.ts';
import { saveFile } from '../../../platform/save-file.ts';
import { useCopy } from '../../../platform/use-copy.ts';
import { Button } from '../../../ui/Button.tsx';
import { FilterChip } from '../../../ui/FilterChip.tsx';
import { ListBar } from '../../../ui/ListBar.tsx';
import { MenuButton } from '../../../ui/MenuButton.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { languageName } from '../page/language-name.ts';
import { useLibraryDesk } from './desk.ts';
import { libraryAsCsv, libraryAsMarkdown } from './export.ts';
import styles from './LibraryPage.module.css';
import { FACETS, type Facet, facetCounts, type ProcedureRow } from './list-model.ts';
import { MOST_HITS } from './use-hits.ts';

/** Fewer are indexed before anybody has read how many they are. */
const MANY = 200;

interface Props {
  rows: readonly ProcedureRow[];
  shown: readonly ProcedureRow[];
  /** In use, before anything narrows them. */
  total: number;
  directory: Directory;
  /** Opens the first that is shown. */
  onFirst(): void;
}

/** Search, conditions, count, and what can be done with the library as a whole. */
export function LibraryBar({ rows, shown, total, directory, onFirst }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const copy = useCopy();
  const navigate = useNavigate();
  const desk = useLibraryDesk();
  const { procedureSearch } = useData();
  const { query, facets } = useStore(desk.store);
  const behind = useSyncExternalStore(procedureSearch.behind.subscribe, procedureSearch.behind.getSnapshot);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Made or read while the person looks at the list, and not at the first letter.
    procedureSearch.warm();
    desk.onFocusSearch(() => {
      search.current?.focus();
      search.current?.select();
    });
    return () => desk.onFocusSearch(undefined);
  }, [desk, procedureSearch]);

  const names: Record<Facet, (value: string) => string> = {
    kind: (value) => t(`procedurePage.kind.${value}`),
    tag: (value) => value,
    service: (value) => directory.service(value)?.name ?? value,
    team: (value) => directory.team(value)?.name ?? value,
    owner: (value) => directory.person(value)?.name ?? value,
    language: (value) => languageName(value, format.language),
    collection: (value) => value,
  };
  const options = useMemo(() => new Map(FACETS.map((facet) => [facet, [...facetCounts(rows, facet).keys()]])), [rows]);
  const words = { t, format, directory };
  const day = () => format.fileDay(ticker.now());
  const mayWrite = directory.may('responder');
  const toList = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return;
    document.getElementById('library-list')?.focus();
    event.preventDefault();
  };

  return (
    <ListBar
      count={
        behind && behind > MANY
          ? t('procedures.indexing', { left: format.number(behind) })
          : shown.length === total
            ? t('procedures.count', { count: total })
            : t(shown.length === MOST_HITS ? 'procedures.countMost' : 'procedures.countOf', {
                shown: format.number(shown.length),
                total: format.number(total),
              })
      }
      end={
        <>
          <MenuButton
            label={<Download size={14} aria-hidden />}
            aria-label={t('procedures.export.label')}
            size="small"
            variant="quiet"
            items={[
              { id: 'markdown', label: t('procedures.export.markdown') },
              { id: 'csv', label: t('procedures.export.csv') },
            ]}
            onAction={(id) => {
              if (id === 'csv')
                saveFile(`${t('procedures.export.file')}-${day()}.csv`, 'text/csv', libraryAsCsv(shown, words));
              else void copy(libraryAsMarkdown(shown, words), t('procedures.export.copied'));
            }}
          />
          {mayWrite && (
            <Button size="small" keys="C" onPress={() => void navigate({ to: '/procedures/new' })}>
              {t('procedures.new')}
            </Button>
          )}
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow leads from the field below into the list */}
      <span className={styles.search} onKeyDown={toList}>
        <SearchField
          ref={search}
          label={t('procedures.search')}
          keys="/"
          value={query}
          onChange={(next) => desk.look({ query: next })}
          onSubmit={onFirst}
        />
      </span>
      {FACETS.map((facet) => (
        <FilterChip
          key={facet}
          label={t(`procedures.facet.${facet}`)}
          removeLabel={t('procedures.removeFacet', { facet: t(`procedures.facet.${facet}`) })}
          options={(options.get(facet) ?? []).map((id) => ({ id, label: names[facet](id) }))}
          chosen={facets[facet] ?? []}
          onChange={(chosen) => desk.look({ facets: { ...facets, [facet]: chosen } })}
          summary={([first = '', ...more]) => (more.length > 0 ? `${first} +${more.length}` : first)}
        />
      ))}
    </ListBar>
  );
}
