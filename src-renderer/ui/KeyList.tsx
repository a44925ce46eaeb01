import { Kbd } from './Kbd.tsx';
import styles from './KeyList.module.css';

export interface KeyListGroup {
  label: string;
  items: readonly { id: string; label: string; keys: readonly string[] }[];
}

/** All shortcuts by group, for the help sheet. */
export function KeyList({ groups }: { groups: readonly KeyListGroup[] }) {
  return (
    <div className={styles.groups}>
      {groups.map((group) => (
        <section key={group.label} className={styles.group}>
          <h3 className={styles.heading}>{group.label}</h3>
          <dl>
            {group.items.map((item) => (
              <div key={item.id} className={styles.item}>
                <dt>{item.label}</dt>
                <dd className={styles.keys}>
                  {item.keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
