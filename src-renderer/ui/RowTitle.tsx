import styles from './RowTitle.module.css';

interface Props {
  children: string;
  /** No longer to be done. */
  isStruck?: boolean;
  /** On as many lines as it takes. */
  isWhole?: boolean;
  onPress(): void;
}

/** The name of a row, which opens it: the keyboard stands on it. */
export function RowTitle({ children, isStruck, isWhole, onPress }: Props) {
  return (
    <button
      type="button"
      className={styles.title}
      data-main
      data-struck={isStruck || undefined}
      data-whole={isWhole || undefined}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
