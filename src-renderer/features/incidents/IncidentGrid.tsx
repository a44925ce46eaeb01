import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { useFocusedIncident } from '../../platform/command-runner.ts';
import { moveCursor, range } from '../../platform/list-cursor.ts';
import { useIncidentDesk, useMarked } from './desk.ts';
import { GridRow, type Press } from './GridRow.tsx';
import styles from './IncidentGrid.module.css';

const ROW = 32;

interface Props {
  rows: readonly Row<'incident'>[];
  unconfirmed: ReadonlyMap<string, UndoRow>;
  directory: Directory;
  clocks: ClockReader;
  onShow(row: Row<'incident'>): void;
}

/** The rows, of which only those in sight exist. One stop for the keyboard: the cursor moves inside it. */
export function IncidentGrid({ rows, unconfirmed, directory, clocks, onShow }: Props) {
  const { t } = useTranslation();
  const desk = useIncidentDesk();
  const marked = useMarked();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string>();
  /** Where a range of marks began. */
  const anchor = useRef(0);
  const found = rows.findIndex((row) => row.id === chosen);
  const last = useRef(0);
  // An incident that leaves the list leaves the cursor on its neighbour.
  const at = found >= 0 ? found : Math.min(last.current, rows.length - 1);
  useEffect(() => {
    last.current = at;
  }, [at]);
  const cursor = rows[at];
  useFocusedIncident(cursor && { id: cursor.id, ...cursor.doc });

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);

  const goTo = (index: number) => {
    setChosen(rows[index]?.id);
    virtual.scrollToIndex(index, { align: 'auto' });
  };
  const toggle = (index: number) => {
    const id = rows[index]?.id;
    if (id === undefined) return;
    const next = new Set(marked);
    if (!next.delete(id)) next.add(id);
    anchor.current = index;
    desk.mark(next);
  };
  const markTo = (index: number) =>
    desk.mark(new Set([...marked, ...range(anchor.current, index).flatMap((one) => rows[one]?.id ?? [])]));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey) return;
    const page = Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      desk.mark(new Set(rows.map((row) => row.id)));
    } else if (event.ctrlKey || event.metaKey) {
      return;
    } else if (event.key === 'Enter' && cursor) onShow(cursor);
    else if (event.key === 'x' || event.key === ' ') toggle(at);
    else if (event.key === 'Escape' && marked.size > 0) desk.mark(new Set());
    else {
      const next = moveCursor(event.key, at, rows.length, page);
      if (next === undefined) return;
      if (event.shiftKey && event.key.startsWith('Arrow')) {
        if (marked.size === 0) anchor.current = at;
        markTo(next);
      }
      goTo(next);
    }
    event.preventDefault();
  };
  const onPress = (index: number, how: Press) => {
    const row = rows[index];
    if (!row) return;
    setChosen(row.id);
    if (how === 'range') markTo(index);
    else if (how === 'mark') toggle(index);
    else onShow(row);
  };
  // The rows keep one function however often the list renders.
  const latest = useRef(onPress);
  useEffect(() => {
    latest.current = onPress;
  });
  const press = useCallback((index: number, how: Press) => latest.current(index, how), []);

  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="listbox"
      aria-multiselectable
      aria-label={t('incidents.list')}
      aria-activedescendant={cursor && `incident-${cursor.id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          return (
            row && (
              <GridRow
                key={key}
                row={row}
                undo={unconfirmed.get(row.id)}
                index={index}
                count={rows.length}
                start={start}
                cursor={index === at}
                marked={marked.has(row.id)}
                directory={directory}
                clocks={clocks}
                onPress={press}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
