import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../src-shared/model/incident.ts';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { numberOf, type Urgency, urgencyOf, waitingWords } from '../../data/incident-line.ts';
import { standing, waitingOf } from '../../data/incident-reads.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Button } from '../../ui/Button.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { Ticking } from '../../ui/Ticking.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import styles from './NextToBreach.module.css';

interface Props {
  row: Row<'incident'>;
  undo: UndoRow | undefined;
  directory: Directory;
  clocks: ClockReader;
  onShow(): void;
}

/** The one incident that lapses first, with what to do about it. */
export function NextToBreach({ row, undo, directory, clocks, onShow }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const runner = useCommandRunner();
  const { doc } = row;
  const shown = standing(row, undo);
  const { urgency, clock, deadline, lapsed } = useTimed((at) => {
    const current = clocks.at(shown, at);
    const { deadline } = current?.state ?? {};
    return {
      urgency: urgencyOf(current),
      clock: current?.name,
      deadline,
      lapsed: deadline !== undefined && deadline <= at,
    };
  });
  const waiting = undo && waitingWords(waitingOf(doc, undo), t);
  const incident = { id: row.id, number: doc.number, title: doc.title, priority: doc.priority };
  const service = directory.service(doc.service)?.name;
  const may = directory.may('responder');

  let due = '';
  if (clock && deadline !== undefined) {
    due = t(`incident.${lapsed ? 'clockWas' : 'clockDue'}.${clock}`, {
      time: lapsed ? format.momentSince(deadline, now) : format.momentOn(deadline, now),
    });
  } else if (urgency === 'paused') due = t('incident.paused');
  const facts = [
    numberOf(doc),
    service,
    due,
    doc.alertsTotal > 0 ? t('incident.alertsGrouped', { count: doc.alertsTotal }) : '',
  ].filter(Boolean);

  return (
    <section
      className={styles.next}
      data-urgency={urgency}
      data-untaken={doc.status === 'triggered' ? doc.priority : undefined}
      aria-label={t('board.nextLabel')}
    >
      <div className={styles.count}>
        <span className={styles.big} role="timer">
          {urgency === 'paused' ? t('incident.paused') : <Stopwatch deadline={deadline} />}
        </span>
        <Consumed incident={shown} urgency={urgency} clocks={clocks} />
      </div>
      <div className={styles.what}>
        <div className={styles.title}>
          <PriorityBadge priority={doc.priority} />
          <span className={styles.name} title={doc.title}>
            {doc.title}
          </span>
        </div>
        <div className={styles.facts}>{facts.join(' · ')}</div>
        {doc.statusText && <div className={styles.status}>{doc.statusText}</div>}
        {waiting && <WaitingMark why={waiting.why}>{waiting.text}</WaitingMark>}
      </div>
      <div className={styles.acts}>
        {doc.status === 'triggered' ? (
          <Button
            variant={urgency === 'breached' || doc.priority === 'P0' ? 'danger' : 'primary'}
            keys="A"
            isDisabled={!may}
            reason={may ? undefined : t('incident.why.viewer')}
            onPress={() => runner.run('incident.acknowledge', { incident })}
          >
            {t('board.acknowledge')}
          </Button>
        ) : (
          <Button
            variant="primary"
            keys="E"
            isDisabled={!may}
            reason={may ? undefined : t('incident.why.viewer')}
            onPress={() => runner.run('incident.resolve', { incident })}
          >
            {t('board.resolve')}
          </Button>
        )}
        <Button keys="Enter" onPress={onShow}>
          {t('board.show')}
        </Button>
      </div>
    </section>
  );
}

/** All that moves each second. */
function Stopwatch({ deadline }: { deadline: Instant | undefined }) {
  const format = useFormat();
  const left = useTimed((now) => (deadline === undefined ? '—' : format.stopwatch(deadline - now)));
  return <Ticking>{left}</Ticking>;
}

function Consumed({ incident, urgency, clocks }: { incident: Incident; urgency: Urgency; clocks: ClockReader }) {
  const fraction = useTimed((now) => Math.round((clocks.at(incident, now)?.state.fraction ?? 0) * 1_000) / 1_000);
  return <Bar fraction={fraction} tone={urgency} />;
}
