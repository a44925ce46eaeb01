import { expect, it } from 'vitest';
import type { ActorRef } from '../model/actor.ts';
import type { Doc, Entity } from '../model/collections.ts';
import { incidentId, personId } from '../model/ids.ts';
import { procedureId } from '../model/procedure.ts';
import { type RunEvent, runId } from '../model/run.ts';
import type { EntryRow } from '../procedure/run-state.ts';
import { instant } from '../time/clock.ts';
import { alarmPlanSchema } from './plan.ts';
import { passesQuiet } from './quiet.ts';
import { timerAlarms } from './timers.ts';

const at = (time: string) => instant(`2026-11-22T${time}Z`);
const lea = personId('lea');
const person = (id: string): ActorRef => ({ kind: 'person', id: personId(id) });

const run = (over: Partial<Doc<'run'>> = {}): Doc<'run'> => ({
  procedure: procedureId('p'),
  revision: 1,
  kind: 'runbook',
  title: 'Bascule',
  body: '- [ ] Attendre la `vidange` {#drain .timer for=15m}\n- [ ] Suite {#next}\n',
  startedAt: at('10:00:00'),
  startedBy: person('lea'),
  ...over,
});
const entry = (id: string, event: RunEvent, by = 'lea', step = 'drain', time = '10:05:00'): EntryRow => ({
  id,
  doc: { run: runId('r'), step, event, by: person(by), via: 'console', at: at(time) },
});
const timer = (by = 'lea') => entry('t', { kind: 'timer', until: at('10:20:00') }, by);

const alarms = (entries: EntryRow[], now = at('10:06:00'), doc = run(), incidents: Entity<'incident'>[] = []) =>
  timerAlarms({ runs: [{ id: 'r', doc, entries }], incidents, me: lea, now });

it('rings when a timer that I started runs out, through quiet hours', () => {
  const [alarm, ...more] = alarms([timer()]);
  expect(more).toEqual([]);
  expect(alarm).toEqual({
    id: 'run:r/drain/t',
    kind: 'timer',
    run: 'r',
    title: 'Bascule',
    step: 'Attendre la vidange',
    own: true,
    priority: 'P3',
    fireAt: at('10:20:00'),
    deadline: at('10:20:00'),
    loud: false,
  });
  expect(alarm && passesQuiet(alarm)).toBe(true);
  expect(alarmPlanSchema.parse({ madeAt: 0, alarms: [alarm] }).alarms).toEqual([alarm]);
});

it('rings for a step that is mine to do, and for nobody else', () => {
  expect(alarms([timer('max')])).toEqual([]);
  const assigned = entry('a', { kind: 'assigned', to: lea }, 'max');
  const [alarm] = alarms([timer('max'), assigned]);
  expect(alarm).toMatchObject({ own: false });
  expect(alarm && passesQuiet(alarm)).toBe(false);
});

it('does not ring for what was done, skipped or taken back before its time, nor in a run that has ended', () => {
  const later = (event: RunEvent) => [timer(), entry('z', event, 'max', 'drain', '10:10:00')];
  expect(alarms(later({ kind: 'done' }))).toEqual([]);
  expect(alarms(later({ kind: 'skipped', reason: 'no need' }))).toEqual([]);
  expect(alarms(later({ kind: 'undone', entries: ['t'] }))).toEqual([]);
  expect(alarms([timer()], at('10:06:00'), run({ endedAt: at('10:05:30') }))).toEqual([]);
});

it('is said for a night after it ran out, for quiet hours and a laptop that slept', () => {
  expect(alarms([timer()], at('22:19:59'))).toHaveLength(1);
  expect(alarms([timer()], at('22:20:00'))).toEqual([]);
});

it('is as urgent as the incident that it is run for', () => {
  const incident = { id: 'i', doc: { priority: 'P0' } } as Entity<'incident'>;
  const [alarm] = alarms([timer()], at('10:06:00'), run({ incident: incidentId('i') }), [incident]);
  expect(alarm?.priority).toBe('P0');
});
