import ChevronDown from 'lucide-react/icons/chevron-down';
import type { KeyboardEvent, ReactNode } from 'react';
import {
  Select as AriaSelect,
  Button,
  type Key,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components';
import fieldStyles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';
import { sendForm } from './Form.tsx';
import styles from './Select.module.css';

interface SelectOption<K extends string> {
  id: K;
  label: string;
  /** Before the label: a badge, an avatar. */
  before?: ReactNode;
}

export interface SelectProps<K extends string> extends FieldTexts {
  'aria-label'?: string;
  value: K | null;
  onChange(value: K): void;
  options: readonly SelectOption<K>[];
  placeholder?: string;
  isDisabled?: boolean;
  autoFocus?: boolean;
  /** The one question of a form: Enter sends it, as from a text field. Space and the arrows open the list. */
  isOnlyField?: boolean;
  /** What stands around the open list: a field that narrows it. */
  around?(list: ReactNode): ReactNode;
}

/** Not for a key that is held: what opened the question must not answer it. */
function onEnter(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'Enter' || event.altKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) sendForm(event.currentTarget.closest('form'));
}

export function Select<K extends string>(props: SelectProps<K>) {
  const { label, hint, error, value, onChange, options, placeholder, isDisabled, autoFocus, isOnlyField } = props;
  const { around = (list) => list } = props;
  const choose = (key: Key | null) => {
    const option = options.find(({ id }) => id === key);
    if (option) onChange(option.id);
  };
  return (
    <AriaSelect
      className={fieldStyles.field}
      aria-label={props['aria-label']}
      value={value}
      onChange={choose}
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      isInvalid={Boolean(error)}
    >
      <Field label={label} hint={hint} error={error}>
        <div onKeyDownCapture={isOnlyField ? onEnter : undefined}>
          <Button className={`${fieldStyles.input} ${styles.button}`}>
            <SelectValue className={styles.value}>
              {({ isPlaceholder, defaultChildren }) => (isPlaceholder ? placeholder : defaultChildren)}
            </SelectValue>
            <ChevronDown size={14} strokeWidth={1.6} aria-hidden />
          </Button>
        </div>
      </Field>
      <Popover className={styles.popover} offset={4}>
        {around(
          <ListBox className={styles.list} items={options}>
            {(option) => (
              <ListBoxItem className={styles.option} textValue={option.label}>
                {option.before}
                {option.label}
              </ListBoxItem>
            )}
          </ListBox>,
        )}
      </Popover>
    </AriaSelect>
  );
}
