import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nextDeadlines } from '../../../src-shared/incident/time-to-breach.ts';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { urgencyOf } from '../../data/incident-line.ts';
import { standing } from '../../data/incident-reads.ts';
import { useFormat } from '../../platform/format.ts';
import { useNow } from '../../platform/now.ts';
import { RowButton } from '../../ui/RowButton.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { TimeLeft } from '../../ui/TimeLeft.tsx';
import styles from './MyDeadlines.module.css';

const SHOWN = 8;

interface Props {
  directory: Directory;
  rows: ReadonlyMap<string, Row<'incident'>>;
  unconfirmed: ReadonlyMap<string, UndoRow>;
  clocks: ClockReader;
  onShow(row: Row<'incident'>): void;
}

/** What the person owes: their own incidents, and while they are on duty those that nobody has taken. */
export function MyDeadlines({ directory, rows, unconfirmed, clocks, onShow }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { me } = directory;
  const onDuty = directory.person(me)?.onDutySince !== undefined;
  const mine = useMemo(() => {
    const owed = [...rows.values()].filter(
      ({ doc }) => doc.assignee === me || (onDuty && doc.status === 'triggered' && doc.assignee === undefined),
    );
    const standingOnes = owed.map((row) => ({ ...row, doc: standing(row, unconfirmed.get(row.id)) }));
    return nextDeadlines(standingOnes, directory.calendars, SHOWN);
  }, [rows, unconfirmed, me, onDuty, directory.calendars]);
  return (
    <section>
      <SectionHeading>{t('board.deadlines')}</SectionHeading>
      {mine.length === 0 && <p className={styles.none}>{t('board.deadlinesEmpty')}</p>}
      <ol className={styles.deadlines}>
        {mine.map(({ incident, clock, deadline }) => (
          <li key={incident.id}>
            <RowButton columns="minmax(40px, auto) minmax(0, 1fr) auto" onPress={() => onShow(incident)}>
              <span className={styles.time}>{format.moment(deadline, now)}</span>
              <span className={styles.what}>
                <b>{t(`incident.clock.${clock}`)}</b> {incident.doc.title}
              </span>
              <TimeLeft urgency={urgencyOf(clocks.at(incident.doc, now))}>{format.countdown(deadline - now)}</TimeLeft>
            </RowButton>
          </li>
        ))}
      </ol>
    </section>
  );
}
