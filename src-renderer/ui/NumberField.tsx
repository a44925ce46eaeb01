import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { NumberField as AriaNumberField, Button, Group, Input } from 'react-aria-components';
import fieldStyles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';
import styles from './NumberField.module.css';

export interface NumberFieldProps extends Omit<FieldTexts, 'label'> {
  /** A field has a label or, in a row that has its own, an `aria-label`. */
  label?: string;
  'aria-label'?: string;
  value: number;
  /** After the field is left or stepped; never NaN. */
  onChange(value: number): void;
  min?: number;
  max?: number;
  step?: number;
  /** How it is written: `{ style: 'unit', unit: 'minute' }`. */
  format?: Intl.NumberFormatOptions;
  isDisabled?: boolean;
}

export function NumberField(props: NumberFieldProps) {
  const { label, hint, error, value, onChange, min, max, step, format, isDisabled } = props;
  const control = (
    <Group className={`${fieldStyles.input} ${styles.group}`}>
      <Input className={styles.input} />
      <Button slot="decrement" className={styles.step}>
        <Minus size={12} strokeWidth={2} aria-hidden />
      </Button>
      <Button slot="increment" className={styles.step}>
        <Plus size={12} strokeWidth={2} aria-hidden />
      </Button>
    </Group>
  );
  return (
    <AriaNumberField
      className={fieldStyles.field}
      aria-label={props['aria-label']}
      value={value}
      onChange={(next) => {
        if (!Number.isNaN(next)) onChange(next);
      }}
      minValue={min}
      maxValue={max}
      step={step}
      formatOptions={format}
      isDisabled={isDisabled}
      isInvalid={error !== undefined && error !== ''}
    >
      {label === undefined ? (
        control
      ) : (
        <Field label={label} hint={hint} error={error}>
          {control}
        </Field>
      )}
    </AriaNumberField>
  );
}
