import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import styles from './Field.module.css';

export interface FieldTexts {
  /** A field has a label or, in a row that has its own, an `aria-label`. */
  label?: string;
  /** Said beneath, always. */
  hint?: string;
  /** What is wrong and what would be right; takes the hint's place. */
  error?: string;
}

/** Label, control, hint or error: the inside of every field of the kit. */
export function Field({ label, hint, error, children }: FieldTexts & { children: ReactNode }) {
  return (
    <>
      {label && <Label className={styles.label}>{label}</Label>}
      {children}
      {hint && !error && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </>
  );
}
