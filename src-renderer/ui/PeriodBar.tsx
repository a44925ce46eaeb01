import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './PeriodBar.module.css';

export interface PeriodBarProps {
  title: string;
  words: { before: string; after: string; present: string };
  onBefore(): void;
  onAfter(): void;
  /** Back to now; left out where that is shown. */
  onPresent?: (() => void) | undefined;
  /** What narrows the calendar below. */
  children?: ReactNode;
}

const ICON = { size: 15, strokeWidth: 1.6, 'aria-hidden': true } as const;

/** Above a calendar: which stretch of it is shown, and the way to the ones beside it. */
export function PeriodBar({ title, words, onBefore, onAfter, onPresent, children }: PeriodBarProps) {
  return (
    <div className={styles.bar}>
      <IconButton label={words.before} icon={<ChevronLeft {...ICON} />} onPress={onBefore} />
      <IconButton label={words.after} icon={<ChevronRight {...ICON} />} onPress={onAfter} />
      <h2 className={styles.title} aria-live="polite">
        {title}
      </h2>
      {onPresent && (
        <Button size="small" variant="quiet" onPress={onPresent}>
          {words.present}
        </Button>
      )}
      <span className={styles.end}>{children}</span>
    </div>
  );
}
