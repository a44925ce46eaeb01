import type { ReactNode } from 'react';
import styles from './Gallery.module.css';

export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className={styles.specimen}>
      <h2 className={styles.name}>{name}</h2>
      {children}
    </section>
  );
}
