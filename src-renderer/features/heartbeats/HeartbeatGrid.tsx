import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { useRowList } from '../../platform/use-row-list.ts';
import { RowGrid } from '../../ui/RowGrid.tsx';
import { HeartbeatCells } from './HeartbeatCells.tsx';
import styles from './Heartbeats.module.css';
import type { HeartbeatLine } from './list-model.ts';

interface Props {
  lines: readonly HeartbeatLine[];
  directory: Directory;
  onShow(id: string): void;
}

/** The jobs, with the names of their columns. */
export function HeartbeatGrid({ lines, directory, onShow }: Props) {
  const { t } = useTranslation();
  const list = useRowList(lines, { row: 44, onShow });
  return (
    <>
      <div className={styles.columns} aria-hidden="true">
        {['state', 'name', 'schedule', 'last', 'next', 'took'].map((column) => (
          <span key={column}>{t(`heartbeats.column.${column}`)}</span>
        ))}
      </div>
      <RowGrid
        label={t('place.heartbeats')}
        name="heartbeat"
        lines={lines}
        list={list}
        rowClass={styles.row}
        onShow={onShow}
      >
        {(line) => <HeartbeatCells line={line} directory={directory} />}
      </RowGrid>
    </>
  );
}
