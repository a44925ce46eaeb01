import type { Ref } from 'react';
import {
  type TextFieldProps as AriaProps,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
} from 'react-aria-components';
import styles from './Field.module.css';

export interface TextFieldProps extends Omit<AriaProps, 'children' | 'className' | 'style' | 'render' | 'ref'> {
  /** A field has a label or an `aria-label`. */
  label?: string;
  /** Where its place says it all: the label is read aloud only. */
  hideLabel?: boolean;
  description?: string;
  /** Shown while `isInvalid`. */
  errorMessage?: string;
  placeholder?: string;
  /** For addresses, keys, labels of senders. */
  isMono?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, hideLabel, description, errorMessage, placeholder, isMono, ref, ...rest } = props;
  return (
    <AriaTextField aria-label={hideLabel ? label : undefined} {...rest} className={styles.field}>
      {label && !hideLabel && <Label className={styles.label}>{label}</Label>}
      <Input ref={ref} className={styles.input} data-mono={isMono || undefined} placeholder={placeholder} />
      {description && (
        <Text slot="description" className={styles.hint}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error}>{errorMessage}</FieldError>
    </AriaTextField>
  );
}
