import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import type { RunLine } from './list-model.ts';
import styles from './RunsPage.module.css';

interface Props {
  line: RunLine;
  incident: string | undefined;
  directory: Directory;
  start: number;
  index: number;
  count: number;
  isCursor: boolean;
  isDone: boolean;
  onPress(): void;
}

const FACES = 4;

/** One run: what, for which incident, how far, by whom and since when. */
export function RunRow({ line, incident, directory, start, index, count, isCursor, isDone, onPress }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { doc, progress, people, mine } = line;
  const ago = useTimed((at) => format.ago(doc.startedAt, Math.max(at, doc.startedAt)));
  const settled = progress.done + progress.skipped;
  const by = t('runs.startedBy', {
    by: actorWithin(doc.startedBy, { t, directory }),
    time: format.moment(doc.startedAt, now),
  });
  const sub = [
    t(`runs.kind.${doc.kind}`),
    incident,
    mine.length > 0 && t('runs.mine', { step: mine[0], count: mine.length }),
  ];
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list holds the focus and names the row (aria-activedescendant)
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is the list's
    <div
      id={`run-${line.id}`}
      role="option"
      aria-selected={isCursor}
      aria-posinset={index + 1}
      aria-setsize={count}
      className={styles.row}
      data-cursor={isCursor || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onClick={onPress}
    >
      <span className={styles.what}>
        <span className={styles.name}>{doc.title}</span>
        <span className={styles.sub}>{sub.filter(Boolean).join(' · ')}</span>
      </span>
      {line.isWaiting && <WaitingMark why={t('runs.waitingWhy')}>{t('runs.waiting')}</WaitingMark>}
      <span className={styles.faces} title={people.map((id) => directory.person(id)?.name ?? id).join(', ')}>
        {people.slice(0, FACES).map((id) => (
          <Avatar key={id} name={directory.person(id)?.name ?? id} size="small" />
        ))}
        {people.length > FACES && <span className={styles.more}>+{people.length - FACES}</span>}
      </span>
      <span className={styles.progress}>
        <ProgressBar
          isCompact
          label={t('runs.progress')}
          done={settled}
          total={progress.total}
          text={t('runs.doneOf', { done: settled, total: progress.total })}
        />
      </span>
      <span className={styles.when} title={by}>
        <span>{isDone ? format.moment(doc.endedAt ?? doc.startedAt, now) : ago}</span>
        <span className={styles.sub}>{actorWithin(doc.startedBy, { t, directory })}</span>
      </span>
    </div>
  );
}
