import styles from './RowMark.module.css';

interface Props {
  label: string;
  isMarked: boolean;
  onMark(): void;
}

/** The box of a row where several can be marked: the pointer's way to what a key of the list does. */
export function RowMark({ label, isMarked, onMark }: Props) {
  return (
    <input
      type="checkbox"
      className={styles.mark}
      aria-label={label}
      checked={isMarked}
      onChange={onMark}
      tabIndex={-1}
    />
  );
}
