import type { Entity } from '../model/collections.ts';
import type { PersonId } from '../model/ids.ts';
import { parseRun } from '../procedure/parse.ts';
import { type EntryRow, stepState } from '../procedure/run-state.ts';
import { plainText } from '../procedure/step-text.ts';
import { HOUR, type Instant, type Millis } from '../time/clock.ts';
import type { TimerAlarm } from './plan.ts';

/** One that ran out in quiet hours, or while the laptop slept, is still said for this long: a night. */
const SAID_FOR: Millis = 12 * HOUR;

/** A run with what happened in it. */
export interface RunFacts extends Entity<'run'> {
  entries: readonly EntryRow[];
}

export interface TimerFacts {
  runs: Iterable<RunFacts>;
  incidents: Iterable<Entity<'incident'>>;
  me: PersonId;
  now: Instant;
}

/**
 * Timers of open runs that I started, or whose step is mine to do. As urgent as the incident; those that I started pass
 * through quiet hours, since I asked for them.
 */
export function timerAlarms({ runs, incidents, me, now }: TimerFacts): TimerAlarm[] {
  const waiting = [...runs].filter(
    ({ doc, entries }) => doc.endedAt === undefined && entries.some(({ doc: one }) => one.event.kind === 'timer'),
  );
  if (waiting.length === 0) return [];
  const priorities = new Map([...incidents].map(({ id, doc }) => [id, doc.priority]));
  return waiting.flatMap(({ id, doc, entries }) =>
    parseRun(doc).steps.flatMap((step): TimerAlarm[] => {
      const state = stepState(step, entries, now);
      const until = state.timer?.event.until;
      if (!state.timer || until === undefined || until + SAID_FOR <= now) return [];
      // Done, skipped or taken back before its time: nobody waits for it any more.
      if (stepState(step, entries, until - 1).status !== 'waiting') return [];
      const { by, entry } = state.timer;
      const own = by.kind === 'person' && by.id === me;
      if (!own && state.assignee !== me) return [];
      return [
        {
          id: `run:${id}/${step.id}/${entry}`.slice(0, 400),
          kind: 'timer',
          run: id,
          title: doc.title.slice(0, 500),
          step: plainText(step.text).slice(0, 300),
          own,
          priority: (doc.incident === undefined ? undefined : priorities.get(doc.incident)) ?? 'P3',
          fireAt: until,
          deadline: until,
          loud: false,
        },
      ];
    }),
  );
}
