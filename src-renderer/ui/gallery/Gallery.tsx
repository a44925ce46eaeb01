import { useState } from 'react';
import { MarkdownContext } from '../markdown/surroundings.ts';
import { Calendars } from './Calendars.tsx';
import { Controls } from './Controls.tsx';
import { Fields } from './Fields.tsx';
import styles from './Gallery.module.css';
import { Lists } from './Lists.tsx';
import { SURROUNDINGS } from './markdown-words.ts';
import { Notices } from './Notices.tsx';
import { Overlays } from './Overlays.tsx';
import { Pages } from './Pages.tsx';
import { Readings } from './Readings.tsx';
import { Rows } from './Rows.tsx';
import { Texts } from './Texts.tsx';

/** `open`: the overlay to show at once, for screenshots. */
export function Gallery({ open }: { open: string | null }) {
  const [shown, setShown] = useState(open);
  return (
    <MarkdownContext value={SURROUNDINGS}>
      <main className={styles.page}>
        <h1 className={styles.wide}>Vigie · galerie</h1>
        <div className={styles.wide}>
          <Rows />
          <Lists />
          <Calendars />
          <Pages />
        </div>
        <div className={styles.columns}>
          <Readings />
          <Controls onOpen={setShown} />
          <Fields />
          <Notices />
          <Texts />
        </div>
        <Overlays shown={shown} onClose={() => setShown(null)} />
      </main>
    </MarkdownContext>
  );
}
