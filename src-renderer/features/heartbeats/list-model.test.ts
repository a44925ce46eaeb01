import { describe, expect, it } from 'vitest';
import { type Heartbeat, heartbeatSchema } from '../../../src-shared/model/heartbeat.ts';
import { instant } from '../../../src-shared/time/clock.ts';
import { ALL_HEARTBEATS, countStates, type HeartbeatLine, isNarrowed, shownHeartbeats } from './list-model.ts';

const doc = (name: string, more: Partial<Heartbeat> = {}): Heartbeat =>
  heartbeatSchema.parse({
    name,
    key: '5f0c1ad1-6e0c-4a52-9d6e-0f2f6d1c7a11',
    tags: [],
    priority: 'P2',
    schedule: { kind: 'period', period: 3_600_000, grace: 600_000 },
    createdAt: instant('2026-11-22T03:00:00Z'),
    createdBy: { kind: 'system' },
    ...more,
  });
const line = (id: string, state: HeartbeatLine['state'], more: Partial<Heartbeat> = {}): HeartbeatLine => ({
  id,
  doc: doc(`Tâche ${id}`, more),
  state,
  isWaiting: false,
});
const LINES = [line('a', 'up', { tags: ['nuit'] }), line('b', 'paused'), line('c', 'down'), line('d', 'late')];
const ids = (filter: Partial<typeof ALL_HEARTBEATS>) =>
  shownHeartbeats(LINES, { ...ALL_HEARTBEATS, ...filter }, ({ doc }) => `${doc.name} ${doc.tags.join(' ')}`)
    .map(({ id }) => id)
    .join('');

describe('the list of jobs', () => {
  it('begins with what is down', () => {
    expect(ids({})).toBe('cdab');
  });

  it('is narrowed by words whatever their accents, by state and by tag', () => {
    expect(ids({ text: 'TACHE d' })).toBe('d');
    expect(ids({ text: 'nuit' })).toBe('a');
    expect(ids({ states: ['late', 'paused'] })).toBe('db');
    expect(ids({ tags: ['nuit'] })).toBe('a');
    expect(ids({ services: ['base'] })).toBe('');
  });

  it('knows whether it is narrowed, and counts', () => {
    expect(isNarrowed(ALL_HEARTBEATS)).toBe(false);
    expect(isNarrowed({ ...ALL_HEARTBEATS, tags: ['nuit'] })).toBe(true);
    expect(countStates(LINES)).toEqual({ new: 0, up: 1, started: 0, late: 1, down: 1, paused: 1 });
  });
});
