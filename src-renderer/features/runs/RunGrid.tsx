import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { useRowList } from '../../platform/use-row-list.ts';
import { RowGrid } from '../../ui/RowGrid.tsx';
import type { RunLine } from './list-model.ts';
import { RunCells } from './RunCells.tsx';
import styles from './RunsPage.module.css';

interface Props {
  lines: readonly RunLine[];
  incidents: ReadonlyMap<string, string>;
  directory: Directory;
  isDone: boolean;
  onShow(id: string): void;
}

/** The runs, one to a row. */
export function RunGrid({ lines, incidents, directory, isDone, onShow }: Props) {
  const { t } = useTranslation();
  const list = useRowList(lines, { row: 44, onShow });
  return (
    <RowGrid label={t('place.runs')} name="run" lines={lines} list={list} rowClass={styles.row} onShow={onShow}>
      {(line) => (
        <RunCells line={line} incident={incidents.get(line.doc.incident ?? '')} directory={directory} isDone={isDone} />
      )}
    </RowGrid>
  );
}
