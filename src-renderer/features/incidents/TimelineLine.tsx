import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { clocksDiffer } from '../../../src-shared/incident/timeline-message.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWords, entryWords } from '../../data/entry-words.ts';
import { nameOf } from '../../data/incident-line.ts';
import type { TimelineRow } from '../../data/incident-reads.ts';
import { useFormat } from '../../platform/format.ts';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import styles from './Timeline.module.css';

interface Props {
  entry: TimelineRow;
  directory: Directory;
  /** The incidents that entries name. */
  named: readonly (Row<'incident'> | undefined)[] | undefined;
  now: Instant;
}

/** An entry is never rewritten: what is shown of it changes with the server's answer alone. */
const isSame = (before: Props, after: Props) =>
  before.entry.row.id === after.entry.row.id &&
  before.entry.row.version === after.entry.row.version &&
  before.entry.waiting === after.entry.waiting &&
  before.directory === after.directory &&
  before.named === after.named &&
  before.now === after.now;

/** One thing that happened: who, when by the laptop's clock and the server's, and from where. */
export const TimelineLine = memo(function TimelineLine({ entry, directory, named, now }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { row, waiting } = entry;
  const { doc } = row;
  const nameById = (id: string) => {
    const other = named?.find((one) => one?.id === id)?.doc;
    return other ? nameOf(other) : t('incident.unnumbered');
  };
  const { text, body } = entryWords(doc, { t, format, directory, now }, nameById);
  const { receivedAt } = doc;
  const apart = receivedAt !== undefined && clocksDiffer(doc);
  return (
    <li className={styles.entry} data-kind={doc.event.kind} data-by={doc.by.kind}>
      <span
        className={styles.time}
        title={
          apart
            ? t('incident.clocksApart', { at: format.full(doc.at), received: format.full(receivedAt) })
            : format.full(doc.at)
        }
      >
        {format.moment(doc.at, now)}
      </span>
      <span className={styles.dot} aria-hidden />
      <div className={styles.what} data-selectable>
        <p>
          <b>{actorWords(doc.by, { t, directory })}</b> {text}
          <span className={styles.where}>
            {[
              // The server's own entries name no place: their author says it.
              doc.via !== 'server' && t(`incident.via.${doc.via}`),
              apart && t('incident.serverAt', { time: format.moment(receivedAt, now) }),
            ]
              .filter(Boolean)
              .map((fact) => ` · ${fact}`)}
          </span>
          {waiting && (
            <>
              {' '}
              <WaitingMark why={t('incident.waiting.changeWhy')}>
                {doc.event.kind === 'acknowledged' ? t('incident.waiting.acknowledged') : t('incident.waiting.change')}
              </WaitingMark>
            </>
          )}
        </p>
        {body && <p className={styles.body}>{body}</p>}
      </div>
    </li>
  );
}, isSame);
