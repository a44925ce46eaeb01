import { Avatar } from './Avatar.tsx';
import styles from './Holder.module.css';

interface Props {
  name: string | undefined;
  /** Where nobody has it: the team that it is for, or that it is for nobody. */
  otherwise?: string;
}

/** Who has what the row is of: a face and a name. */
export function Holder({ name, otherwise }: Props) {
  return (
    <span className={styles.holder}>
      {name && <Avatar name={name} size="small" />}
      <span className={styles.name}>{name || otherwise}</span>
    </span>
  );
}
