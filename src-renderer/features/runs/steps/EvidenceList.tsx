import Paperclip from 'lucide-react/icons/paperclip';
import type { StepState } from '../../../../src-shared/procedure/run-state.ts';
import { useFormat } from '../../../platform/format.ts';
import styles from './StepRow.module.css';

/** What was attached to a step. */
export function EvidenceList({ evidence }: { evidence: StepState['evidence'] }) {
  const format = useFormat();
  if (evidence.length === 0) return null;
  return (
    <ul className={styles.evidence}>
      {evidence.map(({ entry, event: { file } }) => (
        <li key={entry} className={styles.file}>
          <Paperclip size={13} aria-hidden />
          {file.name} · {format.bytes(file.size)}
        </li>
      ))}
    </ul>
  );
}
