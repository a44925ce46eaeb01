import { expect, test } from 'vitest';
import { type HeartbeatSchedule, heartbeatSchema } from '../../../src-shared/model/heartbeat.ts';
import { instant } from '../../../src-shared/time/clock.ts';
import { changeOf, contentOf, heartbeatForm, heartbeatFormSchema } from './heartbeat-form.ts';
import { readSchedule } from './schedule-form.ts';

const doc = heartbeatSchema.parse({
  name: 'Sauvegarde',
  key: '5f0c1ad1-6e0c-4a52-9d6e-0f2f6d1c7a11',
  tags: ['nuit'],
  priority: 'P1',
  // Some seconds that no field shows.
  schedule: { kind: 'period', period: 5_432_000, grace: 600_000 },
  createdAt: instant('2026-11-22T03:00:00Z'),
  createdBy: { kind: 'system' },
});

function readOf(form: ReturnType<typeof heartbeatForm>): HeartbeatSchedule {
  const read = readSchedule(form.schedule, instant('2026-11-22T03:00:00Z'));
  if (!read.ok) throw new Error(read.field);
  return read.schedule;
}

test('an edit says what was typed and nothing else, though it lay in a draft meanwhile', () => {
  const form = heartbeatForm(doc, 'UTC', 'd');
  expect(changeOf(form, readOf(form))).toEqual({});
  const typed = { ...form, name: ' Autre ', tags: 'nuit, jour,, jour' };
  const kept = heartbeatFormSchema.parse(JSON.parse(JSON.stringify(typed)));
  expect(changeOf(kept, readOf(kept))).toEqual({ name: 'Autre', tags: ['nuit', 'jour'] });
});

test('a new job says nothing of what was left empty', () => {
  const form = { ...heartbeatForm(undefined, 'UTC', 'd'), name: 'Nuit', manualResume: true };
  expect(contentOf(form, readOf(form))).toEqual({
    name: 'Nuit',
    tags: [],
    priority: 'P2',
    schedule: { kind: 'period', period: 86_400_000, grace: 3_600_000 },
    manualResume: true,
  });
});
