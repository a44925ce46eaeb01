import { Kbd } from './Kbd.tsx';
import styles from './KeyHints.module.css';

export interface KeyHintsProps {
  /** Keys as read on this platform, and what they do. */
  items: readonly { id: string; keys: readonly string[]; label: string }[];
}

/** The keys of a list, in the line below it. For the eye: whoever listens has them in the help sheet. */
export function KeyHints({ items }: KeyHintsProps) {
  return items.map(({ id, keys, label }) => (
    <span key={id} className={styles.hint} aria-hidden="true">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {label}
    </span>
  ));
}
