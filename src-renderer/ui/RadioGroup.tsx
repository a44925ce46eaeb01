import { RadioGroup as AriaRadioGroup, Label, Radio } from 'react-aria-components';
import fieldStyles from './Field.module.css';
import styles from './RadioGroup.module.css';

export interface RadioGroupProps<K extends string> {
  label: string;
  value: K;
  onChange(value: K): void;
  options: readonly { id: K; label: string; hint?: string }[];
  isDisabled?: boolean;
}

/** One of several that each need a sentence; where a word does, a `SegmentedControl`. */
export function RadioGroup<K extends string>({ label, value, onChange, options, isDisabled }: RadioGroupProps<K>) {
  return (
    <AriaRadioGroup
      className={fieldStyles.field}
      value={value}
      onChange={(id) => {
        const option = options.find((one) => one.id === id);
        if (option) onChange(option.id);
      }}
      isDisabled={isDisabled}
    >
      <Label className={fieldStyles.label}>{label}</Label>
      {options.map((option) => (
        <Radio key={option.id} value={option.id} className={styles.radio}>
          <span className={styles.ring} aria-hidden="true" />
          <span>
            {option.label}
            {option.hint && <span className={styles.hint}>{option.hint}</span>}
          </span>
        </Radio>
      ))}
    </AriaRadioGroup>
  );
}
