import { useVirtualizer } from '@tanstack/react-virtual';
import Check from 'lucide-react/icons/check';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { lineView } from '../../data/incident-line.ts';
import { useFocusedIncident } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useNow } from '../../platform/now.ts';
import { IncidentLine } from '../../ui/IncidentLine.tsx';
import { useIncidentDesk, useMarked } from './desk.ts';
import styles from './IncidentGrid.module.css';
import { moveCursor, range } from './list-cursor.ts';

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
  const format = useFormat();
  const now = useNow();
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
  const onClick = (event: MouseEvent, index: number, row: Row<'incident'>) => {
    setChosen(row.id);
    if (event.shiftKey) markTo(index);
    else if (event.ctrlKey || event.metaKey) toggle(index);
    else onShow(row);
  };

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
          if (!row) return null;
          const view = lineView(row, unconfirmed.get(row.id), { t, format, directory, clocks, now });
          const selected = marked.has(row.id);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for its options.
            <div
              key={key}
              id={`incident-${row.id}`}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
              role="option"
              aria-selected={selected}
              aria-posinset={index + 1}
              aria-setsize={rows.length}
              tabIndex={-1}
              onClick={(event) => onClick(event, index, row)}
            >
              <IncidentLine
                {...view}
                priority={row.doc.priority}
                title={row.doc.title}
                cursor={index === at}
                marked={selected}
                mark={
                  // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the pointer's way to what `x` does.
                  <span
                    className={styles.mark}
                    data-on={selected || undefined}
                    onClick={(event) => {
                      event.stopPropagation();
                      if (event.shiftKey) markTo(index);
                      else toggle(index);
                    }}
                  >
                    {selected && <Check size={10} strokeWidth={3} aria-hidden />}
                  </span>
                }
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
