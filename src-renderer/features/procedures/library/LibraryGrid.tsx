import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mark } from '../../../../src-shared/procedure/search/highlight.ts';
import type { Directory } from '../../../data/directory.ts';
import { moveCursor } from '../../../platform/list-cursor.ts';
import styles from './LibraryPage.module.css';
import { LibraryRow } from './LibraryRow.tsx';
import type { LibraryLine, ProcedureRow } from './list-model.ts';
import { useSnippets } from './use-hits.ts';

const ROW = 46;
const HEADING = 34;

/** A line of the list, with where its title answers a search. */
export type LibraryGridLine = LibraryLine | { kind: 'row'; row: ProcedureRow; marks: readonly Mark[] };

interface Props {
  lines: readonly LibraryGridLine[];
  /** What the lines answer; undefined while nothing is searched. */
  query: string | undefined;
  directory: Directory;
  onShow(id: string): void;
}

const idOf = (line: LibraryGridLine | undefined) => (line?.kind === 'row' ? line.row.id : undefined);

/** The procedures, of which only those in sight exist. One stop for the keyboard: the cursor moves inside it. */
export function LibraryGrid({ lines, query, directory, onShow }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string>();
  const rows = lines.flatMap((line, index) => (line.kind === 'row' ? [index] : []));
  const cursor = Math.max(
    0,
    rows.findIndex((index) => idOf(lines[index]) === chosen),
  );
  const at = rows[cursor] ?? 0;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'heading' ? HEADING : ROW),
    overscan: 10,
    getItemKey: (index) => {
      const line = lines[index];
      return line?.kind === 'heading' ? line.id : (idOf(line) ?? index);
    },
  });
  useEffect(() => {
    // Not from under somebody who types.
    if (document.activeElement?.tagName !== 'INPUT') scroller.current?.focus({ preventScroll: true });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what answers best stands on top of every new answer
  useEffect(() => {
    setChosen(undefined);
    scroller.current?.scrollTo({ top: 0 });
  }, [query]);
  const items = virtual.getVirtualItems();
  const snippets = useSnippets(
    query,
    items.flatMap(({ index }) => idOf(lines[index]) ?? []),
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1;
    const id = idOf(lines[at]);
    if (event.key === 'Enter' && id !== undefined) onShow(id);
    else {
      const next = moveCursor(event.key, cursor, rows.length, page);
      if (next === undefined) return;
      const index = rows[next] ?? 0;
      setChosen(idOf(lines[index]));
      // The heading of the first procedure of a section comes into sight with it.
      virtual.scrollToIndex(lines[index - 1]?.kind === 'heading' ? index - 1 : index, { align: 'auto' });
    }
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      id="library-list"
      className={styles.grid}
      role="listbox"
      aria-label={t('place.procedures')}
      aria-activedescendant={lines[at] && `procedure-${idOf(lines[at])}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start, key }) => {
          const line = lines[index];
          if (!line) return null;
          if (line.kind === 'heading') {
            return (
              <div
                key={key}
                role="presentation"
                className={styles.section}
                style={{ transform: `translateY(${start}px)` }}
              >
                {line.titles.map((title, depth) => (
                  <span key={title} data-last={depth === line.titles.length - 1 || undefined}>
                    {title}
                  </span>
                ))}
              </div>
            );
          }
          return (
            <LibraryRow
              key={key}
              row={line.row}
              marks={'marks' in line ? line.marks : []}
              snippet={snippets.get(line.row.id)}
              isSearch={query !== undefined}
              directory={directory}
              start={start}
              index={rows.indexOf(index)}
              count={rows.length}
              isCursor={index === at}
              onPress={onShow}
            />
          );
        })}
      </div>
    </div>
  );
}
