import type { ReactNode } from 'react';
import type { Priority } from '../../src-shared/model/priority.ts';
import { PriorityBadge } from './PriorityBadge.tsx';
import { Switch, type SwitchProps } from './Switch.tsx';
import styles from './WindowSwitch.module.css';

export interface WindowSwitchProps extends Omit<SwitchProps, 'aria-label'> {
  /** What is open, taken by nobody, and would be silent with it. */
  incidents: readonly { id: string; priority: Priority; link: ReactNode }[];
  /** What that means, where there are any. */
  warning: string;
}

/** Whether what is worked on is silent meanwhile, with what that would keep from being heard. */
export function WindowSwitch({ incidents, warning, ...rest }: WindowSwitchProps) {
  return (
    <div className={styles.window}>
      {incidents.length > 0 && (
        <div className={styles.quieted} role="note">
          <p>{warning}</p>
          <ul>
            {incidents.map(({ id, priority, link }) => (
              <li key={id}>
                <PriorityBadge priority={priority} />
                <span className={styles.title}>{link}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Switch {...rest} />
    </div>
  );
}
