import { describe, expect, it } from 'vitest';
import { changeRecord } from '../../tests/support/change-record.ts';
import type { Change } from '../model/change.ts';
import type { Doc, Entity } from '../model/collections.ts';
import { personId, serviceId } from '../model/ids.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import { changeAlarms } from './changes.ts';
import { alarmPlanSchema } from './plan.ts';

const T = instant('2026-11-24T12:00:00Z');
const lea = personId('lea');
const max = personId('max');
const by = { kind: 'person', id: lea } as const;
const change = (over: Partial<Change> = {}): Change =>
  changeRecord(T, {
    title: 'Noyau 6.12',
    services: [serviceId('api')],
    window: { from: T + 8 * HOUR, to: T + 10 * HOUR, zone: 'Europe/Paris' },
    status: 'proposed',
    proposedAt: T,
    authors: [by],
    createdBy: by,
    ...over,
  });
const person = (id: string, over: Partial<Doc<'person'>> = {}): Entity<'person'> => ({
  id,
  doc: { name: id, role: 'lead', teams: [], onDutySince: T, ...over },
});
const told = (doc: Change, me = max, { now = T, ...over }: { now?: number } & Partial<Doc<'person'>> = {}) => {
  const alarms = changeAlarms({ changes: [{ id: 'c1', doc }], mine: person(me, over), services: new Map(), now }, me);
  expect(alarmPlanSchema.parse({ madeAt: now, alarms }).alarms).toEqual(alarms);
  return alarms.map(({ point, fireAt }) => [point, (fireAt - T) / HOUR]);
};

describe('an approval that waits', () => {
  it('is told to a lead on duty who wrote none of it, at once and an hour before its window', () => {
    expect(told(change())).toEqual([
      ['asked', 0],
      ['near', 7],
    ]);
    expect(told(change(), max, { role: 'responder' })).toEqual([]);
    expect(told(change(), max, { onDutySince: undefined })).toEqual([]);
    expect(told(change(), max, { disabled: true })).toEqual([]);
    expect(told(change(), lea)).toEqual([]);
  });

  it('is told with its last word alone to a laptop that was asleep, and not for ever', () => {
    expect(told(change(), max, { now: T + 9 * HOUR })).toEqual([['near', 7]]);
    expect(told(change(), max, { now: T + 9 * DAY })).toEqual([]);
  });

  it('waits no more once it is approved', () => {
    expect(told(change({ status: 'approved' }))).toEqual([]);
  });
});

describe('work that is to be over', () => {
  const working = (over: Partial<Change> = {}) =>
    change({ status: 'inProgress', startedAt: T + 8 * HOUR, startedBy: by, ...over });

  it('is told to whoever began it and whoever is in charge, before its end and at it', () => {
    const end = [
      ['ending', 10 - 10 / 60],
      ['over', 10],
    ];
    expect(told(working(), lea)).toEqual(end);
    expect(told(working(), max)).toEqual([]);
    expect(told(working({ owner: max }), max)).toEqual(end);
    expect(told(working(), lea, { onDutySince: undefined, role: 'responder' })).toEqual(end);
  });

  it('is told anew where it was extended', () => {
    const until = T + 12 * HOUR;
    expect(told(working({ until }), lea, { now: T + 11 * HOUR })).toEqual([
      ['ending', 12 - 10 / 60],
      ['over', 12],
    ]);
    expect(told(working({ startedAt: T + 10 * HOUR - MINUTE }), lea)).toEqual([['over', 10]]);
    expect(told(working({ status: 'done' }), lea)).toEqual([]);
  });
});
