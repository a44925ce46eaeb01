import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportChoice, PlannedChange } from '../../../../src-shared/procedure/import/plan.ts';
import { moveCursor } from '../../../platform/list-cursor.ts';
import styles from './Import.module.css';
import { choiceWord } from './use-import.ts';

const ROW = 44;

interface Props {
  changes: readonly PlannedChange[];
  chosen: string | undefined;
  choiceOf(change: PlannedChange): ImportChoice;
  onChoose(id: string): void;
}

/** The files, of which only those in sight exist; one stop for the keyboard. */
export function PlanList({ changes, chosen, choiceOf, onChoose }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    changes.findIndex(({ id }) => id === chosen),
  );
  const virtual = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1;
    const next = moveCursor(event.key, at, changes.length, page);
    const change = next === undefined ? undefined : changes[next];
    if (next === undefined || !change) return;
    onChoose(change.id);
    virtual.scrollToIndex(next, { align: 'auto' });
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className={styles.list}
      role="listbox"
      aria-label={t('import.files')}
      aria-activedescendant={changes[at] && `import-${changes[at].id}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const change = changes[index];
          if (!change) return null;
          const choice = choiceOf(change);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys
            <div
              key={change.id}
              id={`import-${change.id}`}
              className={styles.row}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              aria-posinset={index + 1}
              aria-setsize={changes.length}
              style={{ transform: `translateY(${start}px)`, blockSize: ROW }}
              onClick={() => onChoose(change.id)}
            >
              <span className={styles.names}>
                <span className={styles.title}>{change.title}</span>
                <span className={styles.path}>{change.path}</span>
              </span>
              <span className={styles.state} data-state={change.state}>
                {t(`import.state.${change.state}`)}
              </span>
              <span className={styles.choice} data-skip={choice === 'skip' || undefined}>
                {change.state === 'same' ? '' : t(`import.choice.${choiceWord(change, choice)}`)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
