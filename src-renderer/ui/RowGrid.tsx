import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import styles from './RowGrid.module.css';

interface Props<Line extends { id: string }> {
  label: string;
  /** What the ids of its rows begin with. */
  name: string;
  lines: readonly Line[];
  /** The rows in sight, from `useRowList`. */
  list: {
    frame: { ref: RefObject<HTMLDivElement | null>; onKeyDown(event: KeyboardEvent): void };
    at: number;
    rows: readonly { index: number; start: number; key: string | number | bigint }[];
    height: number;
    choose(id: string): void;
  };
  /** The columns of a row. */
  rowClass: string | undefined;
  onShow(id: string): void;
  /** The cells of a row. */
  children(line: Line): ReactNode;
}

/** A long list of rows in columns, of which only those in sight exist. One stop for the keyboard: the cursor moves inside it. */
export function RowGrid<Line extends { id: string }>(props: Props<Line>) {
  const { label, name, lines, list, rowClass, onShow, children } = props;
  const { frame, at, rows, height, choose } = list;
  const cursor = lines[at];
  return (
    <div
      ref={frame.ref}
      className={styles.grid}
      role="listbox"
      aria-label={label}
      aria-activedescendant={cursor && `${name}-${cursor.id}`}
      tabIndex={0}
      onKeyDown={frame.onKeyDown}
    >
      <div role="presentation" style={{ blockSize: height, position: 'relative' }}>
        {rows.map(({ index, start, key }) => {
          const line = lines[index];
          if (!line) return null;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the list holds the focus and names the row (aria-activedescendant)
            // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is the list's
            <div
              key={key}
              id={`${name}-${line.id}`}
              role="option"
              aria-selected={index === at}
              aria-posinset={index + 1}
              aria-setsize={lines.length}
              className={`${styles.row} ${rowClass}`}
              data-cursor={index === at || undefined}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => {
                choose(line.id);
                onShow(line.id);
              }}
            >
              {children(line)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
