import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { useFocusedIncident } from '../../platform/command-runner.ts';
import { moveCursor } from '../../platform/list-cursor.ts';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { BoardLine } from './BoardLine.tsx';
import styles from './OpenIncidents.module.css';

/** The board shows what presses; the list has the rest. */
const SHOWN = 50;
/** Rows that Page Down goes over. */
const PAGE = 10;

interface Props {
  rows: readonly Row<'incident'>[];
  unconfirmed: ReadonlyMap<string, UndoRow>;
  directory: Directory;
  clocks: ClockReader;
  onShow(row: Row<'incident'>): void;
}

/** Open incidents by time to breach. The cursor starts on the first, so that one key acts on what presses most. */
export function OpenIncidents({ rows, unconfirmed, directory, clocks, onShow }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string>();
  const shown = useMemo(() => rows.slice(0, SHOWN), [rows]);
  const at = Math.max(
    0,
    shown.findIndex((row) => row.id === chosen),
  );
  const cursor = shown[at];
  useFocusedIncident(cursor && { id: cursor.id, ...cursor.doc });

  // Whoever arrives with the keyboard is in the list at once.
  useEffect(() => list.current?.focus({ preventScroll: true }), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && cursor) onShow(cursor);
    else {
      const to = moveCursor(event.key, at, shown.length, PAGE);
      const next = to === undefined ? undefined : shown[to];
      if (!next) return;
      setChosen(next.id);
      document.getElementById(`board-${next.id}`)?.scrollIntoView({ block: 'nearest' });
    }
    event.preventDefault();
  };

  return (
    <section>
      <SectionHeading note={t('board.open', { count: rows.length })}>{t('board.byDeadline')}</SectionHeading>
      {/* One stop for the keyboard; the rows are reached by arrows, as in a list box. */}
      <div
        ref={list}
        className={styles.list}
        role="listbox"
        aria-label={t('board.byDeadline')}
        aria-activedescendant={cursor && `board-${cursor.id}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {shown.map((row) => {
          const selected = row.id === cursor?.id;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for its options.
            <div
              key={row.id}
              id={`board-${row.id}`}
              role="option"
              aria-selected={selected}
              tabIndex={-1}
              onClick={() => onShow(row)}
              onFocus={() => setChosen(row.id)}
            >
              <BoardLine
                row={row}
                undo={unconfirmed.get(row.id)}
                directory={directory}
                clocks={clocks}
                cursor={selected}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}
