import { expect, it } from 'vitest';
import { type TimelineEvent, timelineEntrySchema } from '../../../src-shared/model/incident.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { groupRecent } from './group-recent.ts';

const NOON = instant('2026-11-24T12:00:00Z');
const ACKNOWLEDGED: TimelineEvent = { kind: 'acknowledged' };
const NOTE: TimelineEvent = { kind: 'note', text: 'x' };

function anEntry(id: string, minutesAgo: number, event: TimelineEvent, over: object = {}): Row<'timelineEntry'> {
  const doc = timelineEntrySchema.parse({
    incident: 'a',
    event,
    by: { kind: 'person', id: 'ines' },
    via: 'console',
    at: NOON - minutesAgo * MINUTE,
    ...over,
  });
  return { collection: 'timelineEntry', id, version: 1, gen: 0, scope: 'all', ref: doc.incident, doc };
}
const counts = (rows: Row<'timelineEntry'>[]) => groupRecent(rows).map(({ id, count }) => [id, count]);

it('joins what one person did alike within ten minutes, under the latest', () => {
  expect(counts([anEntry('c', 1, NOTE), anEntry('b', 9, NOTE), anEntry('a', 18, NOTE)])).toEqual([['c', 3]]);
});

it('keeps apart other kinds, people, incidents and times', () => {
  const rows = [
    anEntry('e', 0, NOTE),
    anEntry('d', 1, ACKNOWLEDGED),
    anEntry('c', 2, ACKNOWLEDGED, { by: { kind: 'sender', name: 'Alertmanager' } }),
    anEntry('b', 3, ACKNOWLEDGED, { incident: 'b' }),
    anEntry('a', 14, ACKNOWLEDGED, { incident: 'b' }),
  ];
  expect(counts(rows)).toEqual([
    ['e', 1],
    ['d', 1],
    ['c', 1],
    ['b', 1],
    ['a', 1],
  ]);
});
