import type { ActorRef } from '../model/actor.ts';
import type { TimelineEntry } from '../model/incident.ts';
import type { Instant, Millis } from '../time/clock.ts';
import { MINUTE } from '../time/clock.ts';

/** What an entry says, without its words: `key` under `incident.event`, what the words need, and what the person wrote. */
export interface TimelineMessage {
  key: string;
  params: Record<string, string | number>;
  /** An instant that the words name; the reader writes it in their own zone. */
  deadline?: Instant;
  /** A person that the words name. */
  person?: string;
  /** A team that the words name. */
  team?: string;
  /** Another incident that the words name. */
  incident?: string;
  /** Somebody's own text: shown apart, as text and never as markup. */
  body?: string;
}

const same = (by: ActorRef, person: string) => by.kind === 'person' && by.id === person;
const list = (titles: readonly string[]) => titles.join(', ');

/** Past this the laptop's time and the server's are both shown. */
const CLOCKS_APART: Millis = MINUTE;

/** The server received the entry much later (or earlier) than the laptop says it happened. */
export function clocksDiffer({ at, receivedAt }: Pick<TimelineEntry, 'at' | 'receivedAt'>): boolean {
  return receivedAt !== undefined && Math.abs(receivedAt - at) > CLOCKS_APART;
}

export function timelineMessage({ event, by }: Pick<TimelineEntry, 'event' | 'by'>): TimelineMessage {
  switch (event.kind) {
    case 'opened':
      return { key: 'opened', params: { priority: event.priority } };
    case 'alertJoined':
    case 'alertResolved':
      return { key: event.kind, params: { count: event.count, titles: list(event.titles) } };
    case 'assigned':
      if (event.to === null) return { key: 'unassigned', params: {} };
      if (same(by, event.to)) return { key: 'taken', params: {} };
      return { key: 'assigned', params: {}, person: event.to };
    case 'priority':
      return { key: 'priority', params: { from: event.from, to: event.to }, body: event.reason };
    case 'note':
    case 'statusText':
      return { key: event.kind, params: {}, body: event.text };
    case 'paused':
      return { key: 'paused', params: {}, body: event.reason };
    case 'resolved':
      return { key: 'resolved', params: {}, body: event.text };
    case 'reopened':
      return { key: 'reopened', params: {}, body: event.reason };
    case 'merged':
      return { key: 'merged', params: {}, incident: event.into };
    case 'absorbed':
      return { key: 'absorbed', params: {}, incident: event.from };
    case 'linked':
      return { key: 'linked', params: { title: event.title }, body: event.url };
    case 'slaWarning':
      return {
        key: event.silenced ? 'slaWarningSilenced' : 'slaWarning',
        params: { clock: event.clock, percent: Math.round(event.at * 100) },
        deadline: event.deadline,
      };
    case 'silenced':
      return { key: 'silenced', params: {}, deadline: event.until, body: event.reason };
    case 'paged':
      return { key: 'paged', params: {}, team: event.team };
    case 'runStarted':
      return { key: 'runStarted', params: { title: event.title } };
    case 'followUpAdded':
    case 'followUpDone':
    case 'followUpReopened':
      return { key: event.kind, params: { title: event.title } };
    case 'followUpDropped':
      return { key: event.kind, params: { title: event.title }, body: event.reason };
    case 'runEnded':
      return event.lacking === 0
        ? { key: 'runCompleted', params: { title: event.title } }
        : { key: 'runEnded', params: { title: event.title, count: event.lacking } };
    case 'flapping':
      return { key: 'flapping', params: { count: event.changes } };
    case 'slaLapsed':
      return {
        key: event.silenced ? 'slaLapsedSilenced' : 'slaLapsed',
        params: { clock: event.clock },
        deadline: event.deadline,
      };
    default:
      return { key: event.kind, params: {} };
  }
}
