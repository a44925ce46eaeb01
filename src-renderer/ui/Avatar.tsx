import styles from './Avatar.module.css';

export interface AvatarProps {
  /** Empty: nobody. */
  name: string;
  size?: 'small' | 'normal' | 'large';
  /** Draws the ring of who is on duty. */
  onDuty?: boolean;
}

/** Up to two initials of a name: « Nadia Lopez » → NL. */
function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s.-]+/u)
    .filter(Boolean);
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return ([...first][0] ?? '').toUpperCase() + ([...last][0] ?? '').toUpperCase();
}

/** A face in the list. Decoration: the name is always written beside it. */
export function Avatar({ name, size = 'normal', onDuty }: AvatarProps) {
  return (
    <span
      className={styles.face}
      data-size={size}
      data-duty={onDuty || undefined}
      data-nobody={name.trim() === '' || undefined}
      aria-hidden="true"
    >
      {initials(name) || '?'}
    </span>
  );
}
