import { useTranslation } from 'react-i18next';
import type { Mark, StepState } from '../../../../src-shared/procedure/run-state.ts';
import { MINUTE, type Millis } from '../../../../src-shared/time/clock.ts';
import type { Directory } from '../../../data/directory.ts';
import { actorWords } from '../../../data/entry-words.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { WaitingMark } from '../../../ui/WaitingMark.tsx';
import styles from './StepRow.module.css';

/** Who did it and when, on one line; what the server does not know yet says so. */
export function StepFacts({
  state,
  directory,
  isWaiting,
  took,
}: {
  state: StepState;
  /** From what was settled before it to when it was; undefined while it is not. */
  took: Millis | undefined;
  directory: Directory;
  isWaiting: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { status, skipped, refused, timer, assignee } = state;
  const marks: readonly Mark[] =
    status === 'done'
      ? state.done.length > 0
        ? state.done
        : timer
          ? [timer]
          : []
      : status === 'skipped' && skipped
        ? [skipped]
        : status === 'refused' && refused
          ? [refused]
          : [];
  const last = marks.at(-1);
  const who = [...new Set(marks.map(({ by }) => actorWords(by, { t, directory })))].join(', ');
  const at = last && (last.event.kind === 'timer' ? last.event.until : last.at);
  const full = marks
    .map(
      (mark) =>
        `${t(`runs.did.${mark.event.kind}`, { who: actorWords(mark.by, { t, directory }) })} ${format.full(mark.at)}`,
    )
    .join('\n');
  const person = assignee === undefined ? undefined : (directory.person(assignee)?.name ?? assignee);
  return (
    <span className={styles.facts}>
      {isWaiting && <WaitingMark why={t('runs.waitingWhy')}>{t('runs.waiting')}</WaitingMark>}
      {at !== undefined && (
        <span title={full}>
          {status === 'skipped' && `${t('runs.status.skipped')} · `}
          {[who, format.moment(at, now), took !== undefined && took >= MINUTE && format.duration(took)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
      {person !== undefined && status !== 'done' && status !== 'skipped' && (
        <span className={styles.assignee} title={t('runs.assignedTo', { name: person })}>
          <Avatar name={person} size="small" />
          <span className={styles.assigneeName}>{person}</span>
        </span>
      )}
    </span>
  );
}
