import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEvent } from '../../../src-shared/model/incident.ts';
import type { Directory } from '../../data/directory.ts';
import { useLive, useSyncStatus } from '../../data/hooks.ts';
import type { TimelineRow } from '../../data/incident-reads.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import styles from './Timeline.module.css';
import { TimelineLine } from './TimelineLine.tsx';

interface Props {
  entries: readonly TimelineRow[] | undefined;
  directory: Directory;
  /** Incidents that entries name. */
  others: readonly string[];
}

const WRITTEN: readonly TimelineEvent['kind'][] = ['note', 'statusText', 'resolved', 'linked'];

/** Everything that happened, latest first: who, when by the laptop's clock and the server's, and from where. */
export function Timeline({ entries, directory, others }: Props) {
  const { t } = useTranslation();
  const now = useMinute();
  const isArriving = useSyncStatus().snapshot !== null;
  const [writtenOnly, setWrittenOnly] = useState(false);
  const named = useLive((_, records) => records.many('incident', others), [others.join()]);
  const shown = useMemo(
    () => entries?.filter(({ row }) => !writtenOnly || WRITTEN.includes(row.doc.event.kind)).toReversed(),
    [entries, writtenOnly],
  );
  if (!shown) return <Skeleton lines={5} label={t('incident.loading')} />;

  return (
    <>
      <ol className={styles.timeline} aria-label={t('incident.timeline')}>
        {shown.map((entry) => (
          <TimelineLine key={entry.row.id} entry={entry} directory={directory} named={named} now={now} />
        ))}
        {shown.length === 0 && (
          <li className={styles.none}>{t(isArriving ? 'incident.timelineArriving' : 'incident.timelineEmpty')}</li>
        )}
      </ol>
      {(entries?.length ?? 0) > 8 && (
        <div className={styles.filter}>
          <Button variant="quiet" size="small" onPress={() => setWrittenOnly(!writtenOnly)}>
            {writtenOnly ? t('incident.everything') : t('incident.notesOnly')}
          </Button>
        </div>
      )}
    </>
  );
}
