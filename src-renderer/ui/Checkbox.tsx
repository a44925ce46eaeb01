import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import { Checkbox as AriaCheckbox } from 'react-aria-components';
import styles from './Checkbox.module.css';

export interface CheckboxProps {
  /** Shown beside the box; `hidden` reads it out only. */
  label: string;
  hidden?: boolean;
  isSelected: boolean;
  isIndeterminate?: boolean;
  isDisabled?: boolean;
  onChange(selected: boolean): void;
}

export function Checkbox({ label, hidden, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={styles.checkbox} aria-label={hidden ? label : undefined}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={styles.box} aria-hidden>
            {isIndeterminate ? <Minus size={11} strokeWidth={3} /> : isSelected && <Check size={11} strokeWidth={3} />}
          </span>
          {!hidden && label}
        </>
      )}
    </AriaCheckbox>
  );
}
