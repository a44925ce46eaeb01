import type { HeartbeatState } from '../../../src-shared/heartbeat/state.ts';
import type { Heartbeat } from '../../../src-shared/model/heartbeat.ts';
import { fold } from '../../../src-shared/procedure/search/fold.ts';

/** How the list of jobs is looked at. */
export interface HeartbeatFilter {
  text: string;
  states: readonly HeartbeatState[];
  /** Ids of services. */
  services: readonly string[];
  tags: readonly string[];
}

export const ALL_HEARTBEATS: HeartbeatFilter = { text: '', states: [], services: [], tags: [] };

export const isNarrowed = ({ text, states, services, tags }: HeartbeatFilter) =>
  text.trim() !== '' || states.length + services.length + tags.length > 0;

/** One job as the list shows it. */
export interface HeartbeatLine {
  id: string;
  doc: Heartbeat;
  state: HeartbeatState;
  isWaiting: boolean;
}

/** What needs somebody first. */
export const STATES: readonly HeartbeatState[] = ['down', 'late', 'started', 'new', 'up', 'paused'];

const lets = (wanted: readonly string[], has: readonly string[]) =>
  wanted.length === 0 || has.some((one) => wanted.includes(one));

/** The jobs that a filter lets through: what is down first, then by name. */
export function shownHeartbeats(
  lines: readonly HeartbeatLine[],
  filter: HeartbeatFilter,
  wordsOf: (line: HeartbeatLine) => string,
): HeartbeatLine[] {
  const wanted = fold(filter.text).split(/\s+/).filter(Boolean);
  const matches = (line: HeartbeatLine) => {
    if (wanted.length === 0) return true;
    const words = fold(wordsOf(line));
    return wanted.every((word) => words.includes(word));
  };
  return lines
    .filter(
      (line) =>
        lets(filter.states, [line.state]) &&
        lets(filter.services, line.doc.service === undefined ? [] : [line.doc.service]) &&
        lets(filter.tags, line.doc.tags) &&
        matches(line),
    )
    .sort(
      (a, b) =>
        STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
        a.doc.name.localeCompare(b.doc.name) ||
        (a.id < b.id ? -1 : 1),
    );
}

/** How many are in each state. */
export function countStates(lines: readonly HeartbeatLine[]): Record<HeartbeatState, number> {
  const counts = { new: 0, up: 0, started: 0, late: 0, down: 0, paused: 0 };
  for (const { state } of lines) counts[state] += 1;
  return counts;
}
