import type { TFunction } from 'i18next';
import type { Incident } from '../../src-shared/model/incident.ts';
import { runningSpan } from '../../src-shared/silence/state.ts';
import type { Row, UndoRow } from '../../src-shared/sync/local-store.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { Format } from '../platform/format.ts';
import { useTimed } from '../platform/now.ts';
import type { Directory } from './directory.ts';
import type { ClockReader, CurrentClock } from './incident-clock.ts';
import { standing, type Waiting, waitingOf } from './incident-reads.ts';

/** How much time presses, apart from how grave the incident is. */
export type Urgency = 'none' | 'ok' | 'soon' | 'breached' | 'paused';

/** From here on a deadline is « due soon »: the last warning of the procedures. */
const SOON = 0.8;
/** A line's bar is 52 px wide: finer steps would redraw it for nothing to see. */
const BAR_STEPS = 200;

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

interface LineWords {
  t: TFunction;
  format: Format;
  directory: Directory;
  clocks: ClockReader;
}

/** The part of a line that time alone changes. */
interface LineTime {
  left: string;
  urgency: Urgency;
  fraction?: number;
  /** Under silence. */
  quiet: boolean;
}

/** What one line says of an incident. */
interface LineView extends Omit<LineTime, 'quiet'> {
  number: string;
  service?: string;
  team?: string;
  waiting?: string;
  waitingWhy?: string;
  holder: string;
  untaken: boolean;
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

const isOver = ({ status }: Incident) => status === 'resolved' || status === 'closed';

/** Read each second of every line in sight: it looks nothing up in the directory. */
function lineTime(
  { doc }: Row<'incident'>,
  shown: Incident,
  { t, format, clocks }: Omit<LineWords, 'directory'>,
  now: Instant,
): LineTime {
  const current = clocks.at(shown, now);
  const urgency = urgencyOf(current);
  const deadline = current?.state.deadline;
  let left = '';
  if (urgency === 'paused') left = t('incident.paused');
  else if (urgency !== 'none' && deadline !== undefined) left = format.countdown(deadline - now);
  else if (isOver(doc)) left = t(`incident.status.${doc.status}`);
  return {
    left,
    urgency,
    fraction: urgency === 'none' ? undefined : Math.round((current?.state.fraction ?? 0) * BAR_STEPS) / BAR_STEPS,
    quiet: runningSpan(doc.silences, now) !== undefined,
  };
}

/** The line of one incident; its component renders again when the line reads otherwise. */
export function useLineView(row: Row<'incident'>, undo: UndoRow | undefined, words: LineWords): LineView {
  const { t, directory } = words;
  const { doc } = row;
  const shown = standing(row, undo);
  const { quiet, ...time } = useTimed((now) => lineTime(row, shown, words, now));
  const over = isOver(doc);
  const waiting = undo && waitingWords(waitingOf(doc, undo), t);
  const assignee = directory.person(doc.assignee)?.name;
  const me = doc.assignee !== undefined && doc.assignee === directory.me;
  return {
    ...time,
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
    over,
  };
}
