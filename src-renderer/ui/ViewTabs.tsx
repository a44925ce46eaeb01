import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import styles from './ViewTabs.module.css';

/** Views of one list, side by side. The list below is the same place, so these are buttons and not tabs. */
export function ViewTabs({ label, children, end }: { label: string; children: ReactNode; end?: ReactNode }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {children}
      {end && <span className={styles.end}>{end}</span>}
    </nav>
  );
}

export interface ViewTabProps {
  current: boolean;
  onPress(): void;
  children: string;
  /** Beside the name: what removes the view. */
  end?: ReactNode;
}

export function ViewTab({ current, onPress, children, end }: ViewTabProps) {
  return (
    <span className={styles.tab} data-current={current || undefined}>
      <Button className={styles.open} aria-current={current ? 'true' : undefined} onPress={onPress}>
        {children}
      </Button>
      {end}
    </span>
  );
}
