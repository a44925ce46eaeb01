import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import styles from './Field.module.css';

export interface FieldTexts {
  label: string;
  /** Said beneath, always. */
  hint?: string;
  /** What is wrong and what would be right; takes the hint's place. */
  error?: string;
}

/** Label, control, hint or error: the frame of every field of the kit. */
export function Field({ label, hint, error, children }: FieldTexts & { children: ReactNode }) {
  return (
    <>
      <Label className={styles.label}>{label}</Label>
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
