import { useTranslation } from 'react-i18next';
import type { StepState } from '../../../../src-shared/procedure/run-state.ts';
import type { Directory } from '../../../data/directory.ts';
import { actorWords } from '../../../data/entry-words.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import styles from './StepRow.module.css';

/** What people wrote beside a step, oldest first. */
export function Notes({ notes, directory }: { notes: StepState['notes']; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  if (notes.length === 0) return null;
  return (
    <ul className={styles.notes}>
      {notes.map(({ entry, event, by, at }) => (
        <li key={entry}>
          <span className={styles.noteText}>{event.text}</span>
          <span className={styles.noteFacts} title={format.full(at)}>
            {actorWords(by, { t, directory })} · {format.moment(at, now)}
          </span>
        </li>
      ))}
    </ul>
  );
}
