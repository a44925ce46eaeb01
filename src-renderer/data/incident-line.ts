import type { TFunction } from 'i18next';
import type { Incident } from '../../src-shared/model/incident.ts';
import { runningSpan } from '../../src-shared/silence/state.ts';
import type { Row, UndoRow } from '../../src-shared/sync/local-store.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { Format } from '../platform/format.ts';
import type { Directory } from './directory.ts';
import type { ClockReader, CurrentClock } from './incident-clock.ts';
import { standing, type Waiting, waitingOf } from './incident-reads.ts';

/** How much time presses, apart from how grave the incident is. */
export type Urgency = 'none' | 'ok' | 'soon' | 'breached' | 'paused';

/** From here on a deadline is « due soon »: the last warning of the procedures. */
const SOON = 0.8;

export function urgencyOf(current: CurrentClock | undefined): Urgency {
  switch (current?.state.status) {
    case 'running':
      return current.state.fraction >= SOON ? 'soon' : 'ok';
    case 'breached':
    case 'missed':
      return 'breached';
    case 'paused':
      return 'paused';
    default:
      return 'none';
  }
}

export interface LineWords {
  t: TFunction;
  format: Format;
  directory: Directory;
  clocks: ClockReader;
  now: Instant;
}

/** What one line says of an incident. */
export interface LineView {
  number: string;
  service?: string;
  team?: string;
  waiting?: string;
  waitingWhy?: string;
  holder: string;
  untaken: boolean;
  left: string;
  urgency: Urgency;
  fraction?: number;
  over: boolean;
}

export const numberOf = (doc: Pick<Incident, 'number'>) => (doc.number === undefined ? '' : `#${doc.number}`);

/** Number and title; the title alone until the server has given a number. */
export const nameOf = (doc: Pick<Incident, 'number' | 'title'>) =>
  doc.number === undefined ? doc.title : `${numberOf(doc)} ${doc.title}`;

export function waitingWords(waiting: Waiting, t: TFunction): { text: string; why: string } {
  const why = waiting === 'acknowledged' ? t('incident.waiting.acknowledgedWhy') : t('incident.waiting.changeWhy');
  return { text: t(`incident.waiting.${waiting}`), why };
}

export function lineView(row: Row<'incident'>, undo: UndoRow | undefined, words: LineWords): LineView {
  const { t, format, directory, clocks, now } = words;
  const { doc } = row;
  const current = clocks.at(standing(row, undo), now);
  const urgency = urgencyOf(current);
  const over = doc.status === 'resolved' || doc.status === 'closed';
  const waiting = undo && waitingWords(waitingOf(doc, undo), t);
  const assignee = directory.person(doc.assignee)?.name;
  const me = doc.assignee !== undefined && doc.assignee === directory.me;
  const deadline = current?.state.deadline;
  const quiet = runningSpan(doc.silences, now) !== undefined;
  let left = '';
  if (urgency === 'paused') left = t('incident.paused');
  else if (urgency !== 'none' && deadline !== undefined) left = format.countdown(deadline - now);
  else if (over) left = t(`incident.status.${doc.status}`);
  return {
    number: numberOf(doc),
    service: directory.service(doc.service)?.name,
    team: directory.team(doc.team)?.name,
    waiting: waiting?.text,
    waitingWhy: waiting?.why,
    untaken: doc.status === 'triggered' && !quiet,
    holder:
      quiet && !over
        ? t('incident.quiet')
        : doc.status === 'triggered'
          ? t('incident.status.triggered')
          : me
            ? t('incident.you')
            : (assignee ?? '—'),
    left,
    urgency,
    fraction: urgency === 'none' ? undefined : (current?.state.fraction ?? 0),
    over,
  };
}
