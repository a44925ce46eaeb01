import { Fragment, type ReactNode } from 'react';
import styles from './DefinitionList.module.css';

export interface DefinitionListProps {
  items: readonly { id: string; term: string; value: ReactNode }[];
  /** Terms that a machine gave, such as the labels of an alert. */
  isMono?: boolean;
}

/** What is known of one thing: a name on the left, what it is on the right. */
export function DefinitionList({ items, isMono }: DefinitionListProps) {
  return (
    <dl className={styles.list} data-mono={isMono || undefined}>
      {items.map(({ id, term, value }) => (
        <Fragment key={id}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.value} data-selectable>
            {value}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
