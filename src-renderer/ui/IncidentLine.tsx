import type { ReactNode } from 'react';
import type { Priority } from '../../src-shared/model/priority.ts';
import type { Urgency } from './Bar.tsx';
import styles from './IncidentLine.module.css';
import { PriorityBadge } from './PriorityBadge.tsx';
import { TimeLeft } from './TimeLeft.tsx';
import { WaitingMark } from './WaitingMark.tsx';

export interface IncidentLineProps {
  priority: Priority;
  /** `#42`; empty while the server has not numbered it. */
  number: string;
  title: string;
  service?: string;
  /** « en attente, pas encore acquitté »: what the server does not know yet. Stands for holder and team. */
  waiting?: string;
  waitingWhy?: string;
  /** Who has it; where nobody does, what state it is in. */
  holder: string;
  /** Nobody has acknowledged it. */
  untaken: boolean;
  team?: string;
  /** Time left, in words; empty where nothing is promised. */
  left: string;
  urgency: Urgency;
  /** Share of the window that is consumed; undefined hides the bar. */
  fraction?: number;
  /** Resolved or closed: said more quietly. */
  over?: boolean;
  /** Under the cursor of the list. */
  cursor?: boolean;
  marked?: boolean;
  /** A check box, in lists where several can be marked. */
  mark?: ReactNode;
}

/** One incident on one line: the same on the board, in the list and in a picker. */
export function IncidentLine(props: IncidentLineProps) {
  const { priority, number, title, service, waiting, holder, team, left, urgency, fraction, mark } = props;
  return (
    <div
      className={styles.line}
      data-cursor={props.cursor || undefined}
      data-marked={props.marked || undefined}
      data-over={props.over || undefined}
    >
      {mark !== undefined && <span className={styles.mark}>{mark}</span>}
      <PriorityBadge priority={priority} />
      <span className={styles.number}>{number}</span>
      <span className={styles.title} title={title}>
        {title}
        {service && <span className={styles.service}>{service}</span>}
      </span>
      {waiting ? (
        <span className={styles.waiting}>
          <WaitingMark why={props.waitingWhy}>{waiting}</WaitingMark>
        </span>
      ) : (
        <>
          <span className={styles.cell} data-open={props.untaken || undefined}>
            {holder}
          </span>
          <span className={`${styles.cell} ${styles.team}`}>{team}</span>
        </>
      )}
      <TimeLeft urgency={urgency} fraction={fraction}>
        {left}
      </TimeLeft>
    </div>
  );
}
