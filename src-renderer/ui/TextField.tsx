import { type TextFieldProps as AriaProps, TextField as AriaTextField, Input } from 'react-aria-components';
import styles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';

/** What both text fields take: all that React Aria's does, but for its looks and for what `error` says already. */
export type TextProps = Omit<AriaProps, 'children' | 'className' | 'style' | 'render' | 'ref' | 'isInvalid'> &
  FieldTexts & { placeholder?: string };

export function TextField({ label, hint, error, placeholder, ...rest }: TextProps) {
  return (
    <AriaTextField {...rest} className={styles.field} isInvalid={Boolean(error)}>
      <Field label={label} hint={hint} error={error}>
        <Input className={styles.input} placeholder={placeholder} />
      </Field>
    </AriaTextField>
  );
}
