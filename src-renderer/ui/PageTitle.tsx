import styles from './PageTitle.module.css';

interface Props {
  children: string;
  /** No more than three lines: what names it was written by a machine. */
  isClamped?: boolean;
}

/** The name of what a page is about. */
export function PageTitle({ children, isClamped }: Props) {
  return (
    <h2 className={styles.title} data-clamped={isClamped || undefined} title={children} dir="auto">
      {children}
    </h2>
  );
}
