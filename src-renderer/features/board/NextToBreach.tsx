import { useTranslation } from 'react-i18next';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { numberOf, urgencyOf, waitingWords } from '../../data/incident-line.ts';
import { standing, waitingOf } from '../../data/incident-reads.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useNow } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { TimeBar } from '../../ui/TimeBar.tsx';
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
  const now = useNow();
  const runner = useCommandRunner();
  const { doc } = row;
  const current = clocks.at(standing(row, undo), now);
  const urgency = urgencyOf(current);
  const deadline = current?.state.deadline;
  const waiting = undo && waitingWords(waitingOf(doc, undo), t);
  const incident = { id: row.id, number: doc.number, title: doc.title, priority: doc.priority };
  const service = directory.service(doc.service)?.name;
  const may = directory.may('responder');

  let due = '';
  if (current && deadline !== undefined) {
    const key = deadline > now ? 'clockDue' : 'clockWas';
    due = t(`incident.${key}.${current.name}`, { time: format.moment(deadline, now) });
  } else if (urgency === 'paused') due = t('incident.paused');
  const facts = [
    numberOf(doc),
    service,
    due,
    doc.alertsTotal > 0 ? t('incident.alertsGrouped', { count: doc.alertsTotal }) : '',
  ].filter(Boolean);
  const big = deadline === undefined ? '—' : format.stopwatch(deadline - now);

  return (
    <section
      className={styles.next}
      data-urgency={urgency}
      data-untaken={doc.status === 'triggered' ? doc.priority : undefined}
      aria-label={t('board.nextLabel')}
    >
      <div className={styles.count}>
        <span className={styles.big} role="timer">
          {urgency === 'paused' ? t('incident.paused') : big}
        </span>
        <TimeBar fraction={current?.state.fraction ?? 0} urgency={urgency} />
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
