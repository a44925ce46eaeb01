import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../../ui/Select.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import styles from './Plans.module.css';
import type { Length, Unit } from './plan-form.ts';

interface Props {
  label: string;
  hint?: string;
  value: Length;
  units: readonly Unit[];
  onChange(value: Length): void;
  error?: string | undefined;
}

/** A length: a number and its unit. */
export function LengthField({ label, hint, value, units, onChange, error }: Props) {
  const { t } = useTranslation();
  const described = useId();
  return (
    <div className={styles.length}>
      <TextField
        label={label}
        value={value.amount}
        onChange={(amount) => onChange({ ...value, amount })}
        inputMode="decimal"
        aria-describedby={hint ? described : undefined}
        error={error}
      />
      <Select
        aria-label={t('plans.unitOf', { field: label })}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
        options={units.map((id) => ({ id, label: t(`plans.unit.${id}`) }))}
      />
      {hint && (
        <span id={described} className={styles.hint}>
          {hint}
        </span>
      )}
    </div>
  );
}
