import Clock from 'lucide-react/icons/clock';
import styles from './WaitingMark.module.css';

export interface WaitingMarkProps {
  /** « en attente, pas encore acquitté » */
  children: string;
  /** What that means, for who lingers on it. */
  why?: string;
}

/** What this laptop has done and the server does not know yet. Appears late: what is confirmed at once never shows it. */
export function WaitingMark({ children, why }: WaitingMarkProps) {
  return (
    <span className={styles.mark} title={why}>
      <Clock size={11} strokeWidth={2} aria-hidden />
      {children}
    </span>
  );
}
