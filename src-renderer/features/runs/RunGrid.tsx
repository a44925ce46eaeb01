import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { useRowList } from '../../platform/use-row-list.ts';
import type { RunLine } from './list-model.ts';
import { RunRow } from './RunRow.tsx';
import styles from './RunsPage.module.css';

const ROW = 44;

interface Props {
  lines: readonly RunLine[];
  incidents: ReadonlyMap<string, string>;
  directory: Directory;
  isDone: boolean;
  onShow(id: string): void;
}

/** The runs, of which only those in sight exist. One stop for the keyboard: the cursor moves inside it. */
export function RunGrid({ lines, incidents, directory, isDone, onShow }: Props) {
  const { t } = useTranslation();
  const { frame, at, rows, height, choose } = useRowList(lines, { row: ROW, onShow });
  return (
    <div
      ref={frame.ref}
      className={styles.grid}
      role="listbox"
      aria-label={t('place.runs')}
      aria-activedescendant={lines[at] && `run-${lines[at].id}`}
      tabIndex={0}
      onKeyDown={frame.onKeyDown}
    >
      <div role="presentation" style={{ blockSize: height, position: 'relative' }}>
        {rows.map(({ index, start, key }) => {
          const line = lines[index];
          return (
            line && (
              <RunRow
                key={key}
                line={line}
                incident={incidents.get(line.doc.incident ?? '')}
                directory={directory}
                start={start}
                index={index}
                count={lines.length}
                isCursor={index === at}
                isDone={isDone}
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
  );
}
