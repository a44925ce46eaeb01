import Check from 'lucide-react/icons/check';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { useLineView } from '../../data/incident-line.ts';
import { useFormat } from '../../platform/format.ts';
import { IncidentLine } from '../../ui/IncidentLine.tsx';
import styles from './IncidentGrid.module.css';

/** What a press of the pointer means: with Shift the range, with Ctrl (or on the box) the mark, else the incident. */
export type Press = 'open' | 'mark' | 'range';

interface Props {
  row: Row<'incident'>;
  undo: UndoRow | undefined;
  index: number;
  count: number;
  /** Pixels from the top of the list. */
  start: number;
  cursor: boolean;
  marked: boolean;
  directory: Directory;
  clocks: ClockReader;
  onPress(index: number, how: Press): void;
}

const pressOf = (event: MouseEvent, otherwise: Press): Press => {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'mark' : otherwise;
};

/** Renders again when what it says changes, not when the list scrolls past it. */
export const GridRow = memo(function GridRow(props: Props) {
  const { row, undo, index, count, start, cursor, marked, directory, clocks, onPress } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const view = useLineView(row, undo, { t, format, directory, clocks });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for its options.
    <div
      id={`incident-${row.id}`}
      className={styles.row}
      style={{ transform: `translateY(${start}px)` }}
      role="option"
      aria-selected={marked}
      aria-posinset={index + 1}
      aria-setsize={count}
      tabIndex={-1}
      onClick={(event) => onPress(index, pressOf(event, 'open'))}
    >
      <IncidentLine
        {...view}
        priority={row.doc.priority}
        title={row.doc.title}
        cursor={cursor}
        marked={marked}
        mark={
          // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the pointer's way to what `x` does.
          <span
            className={styles.mark}
            data-on={marked || undefined}
            onClick={(event) => {
              event.stopPropagation();
              onPress(index, pressOf(event, 'mark'));
            }}
          >
            {marked && <Check size={10} strokeWidth={3} aria-hidden />}
          </span>
        }
      />
    </div>
  );
});
