import { expect, test } from 'vitest';
import type { CollectionName } from '../../../src-shared/model/collections.ts';
import { createMemoryRecords } from '../../../src-shared/mutators/memory.ts';
import { instant } from '../../../src-shared/time/clock.ts';
import { saidIn, subjectOf } from './subject.ts';

const T = instant('2026-11-23T08:00:00Z');

/** A plan and a change, as this laptop holds them. */
async function held() {
  const records = createMemoryRecords();
  const ref = { kind: 'system' } as const;
  const ctx = {
    actor: { ref, role: 'lead' as const },
    via: 'console' as const,
    at: T,
    receivedAt: T,
    newId: () => 'x',
  };
  await records.run('procedure.create', { id: 'rounds', kind: 'runbook', title: 'Rondes', body: '- [ ] Voir' }, ctx);
  const when = { from: '2026-11-23', anchor: '2026-11-23', rrule: 'FREQ=DAILY', zone: 'Europe/Paris' };
  const terms = { ...when, grace: 0, holidays: 'keep' };
  const made = await records.run('plan.create', { id: 'rounds', title: 'Ronde', procedure: 'rounds', terms }, ctx);
  expect(made).toEqual({ kind: 'applied' });
  return {
    async get<C extends CollectionName>(collection: C, id: string) {
      const doc = await records.get(collection, id);
      return doc && { id, doc };
    },
  };
}

test('a refused change names what it is about, its day and what was written with it', async () => {
  const records = await held();
  const args = { id: 'rounds@2026-11-24', note: 'vacuum ok too' };
  const about = { name: 'occurrence.complete', args };
  expect(await subjectOf(records, about, 'Asia/Kolkata')).toEqual({
    title: 'Ronde',
    day: instant('2026-11-24T12:00:00+05:30'),
    path: '/maintenance/rounds%402026-11-24',
  });
  expect(saidIn(about)).toBe('vacuum ok too');
  expect(await subjectOf(records, { name: 'plan.edit', args: { id: 'rounds' } }, 'UTC')).toEqual({
    title: 'Ronde',
    path: '/maintenance/plans/rounds',
  });
});

test('what is not here, or of a newer version, is about nothing that can be opened', async () => {
  const records = await held();
  for (const name of ['plan.edit', 'occurrence.skip', 'incident.close', 'later.do', 'toString']) {
    expect(await subjectOf(records, { name, args: { id: 'gone' } }, 'UTC')).toBe(undefined);
  }
  expect(await subjectOf(records, { name: 'plan.edit', args: 7 }, 'UTC')).toBe(undefined);
  expect(saidIn({ name: 'later.do', args: { note: 7 } })).toBe(undefined);
});
