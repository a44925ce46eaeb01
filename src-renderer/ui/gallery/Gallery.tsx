import { useState } from 'react';
import { Calendars } from './Calendars.tsx';
import { Controls } from './Controls.tsx';
import { Fields } from './Fields.tsx';
import styles from './Gallery.module.css';
import { Overlays } from './Overlays.tsx';
import { Readings } from './Readings.tsx';
import { Rows } from './Rows.tsx';

/** `open`: the overlay to show at once, for screenshots. */
export function Gallery({ open }: { open: string | null }) {
  const [shown, setShown] = useState(open);
  return (
    <main className={styles.page}>
      <h1 className={styles.wide}>Vigie · galerie</h1>
      <div className={styles.wide}>
        <Rows />
        <Calendars />
      </div>
      <div className={styles.columns}>
        <Readings />
        <Controls onOpen={setShown} />
        <Fields />
      </div>
      <Overlays shown={shown} onClose={() => setShown(null)} />
    </main>
  );
}
