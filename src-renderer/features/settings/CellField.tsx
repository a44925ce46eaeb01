import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/TextField.tsx';
import styles from './CellField.module.css';
import type { Read } from './sla-edit.ts';

export interface CellFieldProps<T> {
  /** Read aloud; the cell's place says it to the eye. */
  label: string;
  /** What is stored, as a person would type it. */
  text: string;
  width?: 'narrow' | 'wide' | 'full';
  isDisabled?: boolean;
  read(text: string): Read<T>;
  /** A valid text that differs from what is stored, once the cell is left or Enter is pressed. */
  onCommit(value: T): void;
}

/** One editable value. Enter keeps, Escape takes back, and what cannot be read stays to be mended. */
export function CellField<T>({ label, text, width = 'narrow', isDisabled, read, onCommit }: CellFieldProps<T>) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string>();
  const [why, setWhy] = useState<string>();

  const forget = () => {
    setDraft(undefined);
    setWhy(undefined);
  };
  const commit = () => {
    if (draft === undefined || draft.trim() === text.trim()) return forget();
    const value = read(draft);
    if (!value.ok) return setWhy(value.why);
    forget();
    onCommit(value.value);
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') forget();
  };

  return (
    <div className={styles.cell} data-width={width}>
      <TextField
        aria-label={label}
        value={draft ?? text}
        onChange={setDraft}
        onBlur={commit}
        onKeyDown={keyDown}
        isDisabled={isDisabled}
        error={why === undefined ? undefined : t(why)}
        spellCheck="false"
        autoComplete="off"
      />
    </div>
  );
}
