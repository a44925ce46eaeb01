import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { RowName } from '../../ui/RowName.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import type { RunLine } from './list-model.ts';
import styles from './RunsPage.module.css';

interface Props {
  line: RunLine;
  incident: string | undefined;
  directory: Directory;
  isDone: boolean;
}

const FACES = 4;

/** One run: what, for which incident, how far, by whom and since when. */
export function RunCells({ line, incident, directory, isDone }: Props) {
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
    <>
      <RowName sub={sub.filter(Boolean).join(' · ')}>{doc.title}</RowName>
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
    </>
  );
}
