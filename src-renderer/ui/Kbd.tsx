import styles from './Kbd.module.css';

export interface KbdProps {
  /** The key as read on this platform: `A`, `Ctrl K`, `⌘K`. */
  children: string | undefined;
}

const DRAWN: Readonly<Record<string, string>> = { Enter: '↵', Escape: 'Esc', Space: '␣' };

/** A key, drawn beside what it does. */
export function Kbd({ children }: KbdProps) {
  if (!children) return null;
  return <kbd className={styles.kbd}>{DRAWN[children] ?? children}</kbd>;
}
