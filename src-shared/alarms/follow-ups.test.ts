import { expect, it } from 'vitest';
import type { Doc, Entity } from '../model/collections.ts';
import { incidentId, personId } from '../model/ids.ts';
import { instant } from '../time/clock.ts';
import { followUpAlarms } from './follow-ups.ts';
import { alarmPlanSchema } from './plan.ts';
import { passesQuiet } from './quiet.ts';

const NOW = instant('2026-11-22T12:00:00Z');
const lea = personId('lea');

const followUp = (over: Partial<Doc<'followUp'>> = {}): Entity<'followUp'> => ({
  id: 'f',
  doc: {
    incident: incidentId('i'),
    title: 'Alerter à 80 %',
    owner: lea,
    due: '2026-11-30',
    status: 'open',
    createdAt: NOW,
    createdBy: { kind: 'person', id: personId('max') },
    ...over,
  },
});
const alarms = (over?: Partial<Doc<'followUp'>>, now = NOW, zone: string | null = 'America/Montreal') =>
  followUpAlarms({
    followUps: [followUp(over)],
    incidents: [{ id: 'i', doc: { title: 'API down' } } as Entity<'incident'>],
    me: lea,
    mine: { name: 'Léa', role: 'responder', teams: [], ...(zone ? { zone } : {}) },
    zone: 'Europe/Paris',
    now,
  });

it('tells the owner in the morning of the day, where they live, and not in quiet hours', () => {
  const [alarm, ...more] = alarms();
  expect(more).toEqual([]);
  expect(alarm).toMatchObject({
    id: 'follow-up:f/due/2026-11-30',
    kind: 'followUpDue',
    title: 'Alerter à 80 %',
    about: 'API down',
    fireAt: instant('2026-11-30T14:00:00Z'),
    loud: false,
  });
  expect(alarm && passesQuiet(alarm)).toBe(false);
  expect(alarmPlanSchema.parse({ madeAt: 0, alarms: [alarm] }).alarms).toEqual([alarm]);
});

it('takes the laptop’s zone for a person who names none', () => {
  expect(alarms({}, NOW, null)[0]?.fireAt).toBe(instant('2026-11-30T08:00:00Z'));
});

it('tells nobody else, and nothing of what is done or has no day', () => {
  expect(alarms({ owner: personId('max') })).toEqual([]);
  expect(alarms({ owner: undefined })).toEqual([]);
  expect(alarms({ status: 'done' })).toEqual([]);
  expect(alarms({ due: undefined })).toEqual([]);
});

it('is another alarm on another day, and is said for a week after it', () => {
  expect(alarms({ due: '2026-12-01' })[0]?.id).toBe('follow-up:f/due/2026-12-01');
  expect(alarms({}, instant('2026-12-07T13:59:59Z'))).toHaveLength(1);
  expect(alarms({}, instant('2026-12-07T14:00:00Z'))).toEqual([]);
});
