import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { useRowList } from '../../platform/use-row-list.ts';
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
  const { frame, at, rows, height, choose } = useRowList(lines, { row: ROW, onShow });
  return (
    <>
      <div className={styles.columns} aria-hidden="true">
        {['state', 'name', 'schedule', 'last', 'next', 'took'].map((column) => (
          <span key={column}>{t(`heartbeats.column.${column}`)}</span>
        ))}
      </div>
      <div
        ref={frame.ref}
        className={styles.grid}
        role="listbox"
        aria-label={t('place.heartbeats')}
        aria-activedescendant={lines[at] && `heartbeat-${lines[at].id}`}
        tabIndex={0}
        onKeyDown={frame.onKeyDown}
      >
        <div role="presentation" style={{ blockSize: height, position: 'relative' }}>
          {rows.map(({ index, start, key }) => {
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
                    choose(line.id);
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
