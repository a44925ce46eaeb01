import { Fragment, type ReactNode } from 'react';
import styles from './DefinitionList.module.css';

export function DefinitionList({ items }: { items: readonly { term: string; value: ReactNode }[] }) {
  return (
    <dl className={styles.list}>
      {items.map(({ term, value }) => (
        <Fragment key={term}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.value} data-selectable>
            {value}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
