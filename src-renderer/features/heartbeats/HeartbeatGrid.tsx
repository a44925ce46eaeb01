import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { moveCursor } from '../../platform/list-cursor.ts';
import { HeartbeatRow } from './HeartbeatRow.tsx';
import styles from './Heartbeats.module.css';
import type { HeartbeatLine } from './list-model.ts';

const ROW = 44;

interface Props {
  lines: readonly HeartbeatLine[];
  directory: Directory;
  onShow(id: string): void;
}

/** The jobs, of which only those in sight exist. One stop for the keyboard: the cursor moves inside it. */
export function HeartbeatGrid({ lines, directory, onShow }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string>();
  const at = Math.max(
    0,
    lines.findIndex(({ id }) => id === chosen),
  );
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    getItemKey: (index) => lines[index]?.id ?? index,
  });
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1;
    const cursor = lines[at];
    if (event.key === 'Enter' && cursor) onShow(cursor.id);
    else {
      const next = moveCursor(event.key, at, lines.length, page);
      if (next === undefined) return;
      setChosen(lines[next]?.id);
      virtual.scrollToIndex(next, { align: 'auto' });
    }
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.columns} aria-hidden="true">
        {['state', 'name', 'schedule', 'last', 'next', 'took'].map((column) => (
          <span key={column}>{t(`heartbeats.column.${column}`)}</span>
        ))}
      </div>
      <div
        ref={scroller}
        className={styles.grid}
        role="listbox"
        aria-label={t('place.heartbeats')}
        aria-activedescendant={lines[at] && `heartbeat-${lines[at].id}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const line = lines[index];
            return (
              line && (
                <HeartbeatRow
                  key={key}
                  line={line}
                  directory={directory}
                  start={start}
                  index={index}
                  count={lines.length}
                  isCursor={index === at}
                  onPress={() => {
                    setChosen(line.id);
                    onShow(line.id);
                  }}
                />
              )
            );
          })}
        </div>
      </div>
    </>
  );
}
