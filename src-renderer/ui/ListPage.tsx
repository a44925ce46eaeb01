import type { ComponentProps, ReactNode } from 'react';
import styles from './ListPage.module.css';

/** A list over the whole height of its place: what narrows it stays above it, what can be done with it below. */
export function ListPage({ children }: { children: ReactNode }) {
  return <div className={styles.page}>{children}</div>;
}

/** The part of a `ListPage` that scrolls. */
export function ListScroll(props: Omit<ComponentProps<'div'>, 'className'>) {
  return <div {...props} className={styles.scroll} />;
}
