import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { answers, concerns } from '../../../src-shared/alarms/concerns.ts';
import { nextDeadlines } from '../../../src-shared/incident/time-to-breach.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import type { Incident } from '../../../src-shared/model/incident.ts';
import { runningSpan } from '../../../src-shared/silence/state.ts';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import { type Instant, MINUTE } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { urgencyOf } from '../../data/incident-line.ts';
import { standing } from '../../data/incident-reads.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { ListNote } from '../../ui/ListNote.tsx';
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

/** What the person owes: the incidents whose alarms come to them. */
export function MyDeadlines({ directory, rows, unconfirmed, clocks, onShow }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const minute = useMinute();
  const { me } = directory;
  const mine = useMemo(() => {
    if (me === undefined) return [];
    const person = personId(me);
    const called = answers(directory.people, person);
    const owed = [...rows.values()].filter(
      ({ doc }) => concerns(doc, person, called) && !runningSpan(doc.silences, minute + MINUTE),
    );
    const standingOnes = owed.map((row) => ({ ...row, doc: standing(row, unconfirmed.get(row.id)) }));
    return nextDeadlines(standingOnes, directory.calendars);
  }, [rows, unconfirmed, me, directory, minute]);
  return (
    <section>
      <SectionHeading>{t('board.deadlines')}</SectionHeading>
      {mine.length === 0 && <ListNote>{t('board.deadlinesEmpty')}</ListNote>}
      <ol className={styles.deadlines}>
        {mine.slice(0, SHOWN).map(({ incident, clock, deadline }) => (
          <li key={incident.id}>
            <RowButton columns="subgrid" onPress={() => onShow(incident)}>
              <span className={styles.time}>{format.moment(deadline, minute)}</span>
              <span className={styles.what}>
                <b>{t(`incident.clock.${clock}`)}</b> {incident.doc.title}
              </span>
              <Left incident={incident.doc} deadline={deadline} clocks={clocks} />
            </RowButton>
          </li>
        ))}
      </ol>
      {mine.length > SHOWN && <ListNote>{t('board.recentMore', { count: mine.length - SHOWN })}</ListNote>}
    </section>
  );
}

function Left({ incident, deadline, clocks }: { incident: Incident; deadline: Instant; clocks: ClockReader }) {
  const format = useFormat();
  const { urgency, left } = useTimed((now) => ({
    urgency: urgencyOf(clocks.at(incident, now)),
    left: format.countdown(deadline - now),
  }));
  return <TimeLeft urgency={urgency}>{left}</TimeLeft>;
}
