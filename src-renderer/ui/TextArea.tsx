import { TextArea as AriaTextArea, TextField as AriaTextField } from 'react-aria-components';
import styles from './Field.module.css';
import { Field } from './Field.tsx';
import type { TextProps } from './TextField.tsx';

export interface TextAreaProps extends TextProps {
  /** Lines at least; it grows with its text. */
  rows?: number;
  /** For payloads of senders. */
  isMono?: boolean;
}

/** Of a line and of what surrounds them, in pixels: a field sized by its content forgets its `rows`. */
const LINE = 18;
const EDGES = 12;

export function TextArea({ label, hint, error, placeholder, rows = 3, isMono, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} className={styles.field} isInvalid={Boolean(error)}>
      <Field label={label} hint={hint} error={error}>
        <AriaTextArea
          className={styles.input}
          data-mono={isMono || undefined}
          placeholder={placeholder}
          rows={rows}
          style={{ minBlockSize: rows * LINE + EDGES }}
        />
      </Field>
    </AriaTextField>
  );
}
