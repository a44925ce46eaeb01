import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import type { Ref } from 'react';
import { SearchField as AriaSearchField, Button, Input } from 'react-aria-components';
import { Kbd } from './Kbd.tsx';
import styles from './SearchField.module.css';

export interface SearchFieldProps {
  /** Read aloud, and shown while the field is empty. */
  label: string;
  /** The shortcut that leads here. */
  keys?: string;
  value: string;
  onChange(value: string): void;
  onSubmit?(value: string): void;
  ref?: Ref<HTMLInputElement>;
}

/** Narrows what stands below it. Escape empties it. */
export function SearchField({ label, keys, value, onChange, onSubmit, ref }: SearchFieldProps) {
  return (
    <AriaSearchField className={styles.field} aria-label={label} value={value} onChange={onChange} onSubmit={onSubmit}>
      <Search size={14} strokeWidth={1.6} aria-hidden />
      <Input ref={ref} className={styles.input} placeholder={label} />
      {value === '' ? (
        <Kbd>{keys}</Kbd>
      ) : (
        <Button className={styles.clear}>
          <X size={12} strokeWidth={2} aria-hidden />
        </Button>
      )}
    </AriaSearchField>
  );
}
