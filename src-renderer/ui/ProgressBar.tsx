import { ProgressBar as AriaProgressBar, Label } from 'react-aria-components';
import { Bar } from './Bar.tsx';
import styles from './ProgressBar.module.css';

interface Props {
  label: string;
  done: number;
  total: number;
  /** Says the same in words. */
  text: string;
  /** In the row of a list: its words alone, small, in a row that says what it is. */
  isCompact?: boolean;
}

/** `done` of `total`. */
export function ProgressBar({ label, done, total, text, isCompact }: Props) {
  return (
    <AriaProgressBar
      className={styles.progress}
      data-compact={isCompact || undefined}
      aria-label={isCompact ? label : undefined}
      value={done}
      maxValue={Math.max(1, total)}
      valueLabel={text}
    >
      {({ percentage, valueText }) => (
        <>
          <span className={styles.texts}>
            {!isCompact && <Label>{label}</Label>}
            <span>{valueText}</span>
          </span>
          <Bar fraction={(percentage ?? 0) / 100} tone={total > 0 && done >= total ? 'met' : 'going'} />
        </>
      )}
    </AriaProgressBar>
  );
}
