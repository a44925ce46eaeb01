import type { Ref } from 'react';
import {
  type TextFieldProps as AriaProps,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  FieldError,
  Label,
  Text,
} from 'react-aria-components';
import styles from './Field.module.css';

export interface TextAreaProps extends Omit<AriaProps, 'children' | 'className' | 'style' | 'render' | 'ref'> {
  /** A field has a label or an `aria-label`. */
  label?: string;
  hideLabel?: boolean;
  description?: string;
  /** Shown while `isInvalid`. */
  errorMessage?: string;
  placeholder?: string;
  /** Lines at least; it grows with its text. */
  rows?: number;
  isMono?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

/** Of a line and of what surrounds them, in pixels: a field sized by its content forgets its `rows`. */
const LINE = 18;
const EDGES = 12;

export function TextArea(props: TextAreaProps) {
  const { label, hideLabel, description, errorMessage, placeholder, rows = 3, isMono, ref, ...rest } = props;
  return (
    <AriaTextField aria-label={hideLabel ? label : undefined} {...rest} className={styles.field}>
      {label && !hideLabel && <Label className={styles.label}>{label}</Label>}
      <AriaTextArea
        ref={ref}
        className={styles.input}
        data-mono={isMono || undefined}
        placeholder={placeholder}
        rows={rows}
        style={{ minBlockSize: rows * LINE + EDGES }}
      />
      {description && (
        <Text slot="description" className={styles.hint}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error}>{errorMessage}</FieldError>
    </AriaTextField>
  );
}
