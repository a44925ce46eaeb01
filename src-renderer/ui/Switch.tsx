import { Switch as AriaSwitch } from 'react-aria-components';
import styles from './Switch.module.css';

export interface SwitchProps {
  /** A switch has a label or, in a row that has its own, an `aria-label`. */
  label?: string;
  'aria-label'?: string;
  hint?: string;
  isSelected: boolean;
  isDisabled?: boolean;
  onChange(selected: boolean): void;
}

export function Switch({ label, hint, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={styles.switch}>
      <span className={styles.track} aria-hidden>
        <span className={styles.knob} />
      </span>
      {label && (
        <span>
          {label}
          {hint && <span className={styles.hint}>{hint}</span>}
        </span>
      )}
    </AriaSwitch>
  );
}
