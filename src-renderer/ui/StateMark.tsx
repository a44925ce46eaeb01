import styles from './StateMark.module.css';

export interface StateMarkProps {
  /** Another shape for each state: colour alone says nothing to some. */
  shape: 'hollow' | 'dashed' | 'half' | 'full' | 'diamond' | 'square' | 'bars' | 'struck';
  tone: 'off' | 'ready' | 'ok' | 'busy' | 'due' | 'late' | 'failed';
  /** The state in a word; left out where it stands beside the mark. */
  children?: string | undefined;
  title?: string;
}

/** How something stands: a shape, its word, and a colour where it needs somebody. */
export function StateMark({ shape, tone, children, title }: StateMarkProps) {
  return (
    <span className={styles.state} data-shape={shape} data-tone={tone} title={title}>
      <span className={styles.mark} aria-hidden />
      {children}
    </span>
  );
}
