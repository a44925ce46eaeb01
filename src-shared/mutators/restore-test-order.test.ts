import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backupId } from '../model/backup.ts';
import { personId } from '../model/ids.ts';
import { instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
let made = 0;
const as = (person: string, minute = 0, role: 'responder' | 'lead' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at: T + minute * MINUTE,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});

/** What somebody says of the time of a restore, on a laptop that hears of the others late. */
interface Said {
  minute: number;
  /** A length in minutes where it is typed. */
  what: 'start' | 'stop' | 'clear' | number;
}

async function begun() {
  const records = createMemoryRecords();
  const lead = as('ines', 0, 'lead');
  await records.run('procedure.create', { id: 'test', kind: 'restoreTest', title: 'Test', body: '- [ ] Voir' }, lead);
  await records.run('backup.create', { id: backupId('rds'), title: 'RDS' }, lead);
  await records.run('restoreTest.start', { id: 't', backup: 'rds', procedure: 'test', revision: 1 }, as('max'));
  return records;
}

async function heard(order: readonly Said[]) {
  const records = await begun();
  for (const { minute, what } of order) {
    const ctx = as(`person-${minute}`, minute);
    const outcome =
      typeof what === 'number'
        ? await records.run('restoreTest.measure', { id: 't', took: what * MINUTE }, ctx)
        : await records.run('restoreTest.time', { id: 't', clock: what }, ctx);
    expect(outcome).toEqual({ kind: 'applied' });
  }
  const { timedSince, took } = (await records.get('restoreTest', 't')) ?? {};
  return { timedSince, took };
}

test('a restore took as long whatever is heard of first', async () => {
  const since = T + 2 * MINUTE;
  const said: Said[] = [
    { minute: 2, what: 'start' },
    { minute: 4, what: 'start' },
    { minute: 32, what: 'stop' },
  ];
  const [early, late, stop] = said as [Said, Said, Said];
  for (const order of [said, [late, stop, early], [stop, late, early], [early, stop, late]]) {
    expect(await heard(order)).toEqual({ timedSince: since, took: 30 * MINUTE });
  }
});

test('the time of a restore is one, in whatever order it is heard of', async () => {
  const what = fc.oneof(
    fc.constantFrom<Said['what'][]>('start', 'start', 'stop', 'stop', 'clear'),
    fc.integer({ min: 1, max: 90 }),
  );
  const day = fc.uniqueArray(fc.record({ minute: fc.integer({ min: 0, max: 90 }), what }), {
    selector: ({ minute }) => minute,
    maxLength: 7,
  });
  const twoOrders = day.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
  );
  await fc.assert(
    fc.asyncProperty(twoOrders, async ([one, other]) => {
      expect(await heard(other)).toEqual(await heard(one));
    }),
    { numRuns: 150 },
  );
});

test('of verdicts the earlier counts, with all that was said of the time before it', async () => {
  const BAD = { result: 'bad', reason: 'corrupt' };
  const measure = { minute: 1, what: 'restoreTest.measure', args: { took: MINUTE } } as const;
  const verdict = (minute: number, verdict: object) =>
    ({ minute, what: 'restoreTest.conclude', args: { verdict } }) as const;
  const slower = { minute: 2, what: 'restoreTest.measure', args: { took: 9 * MINUTE } } as const;
  const after = { minute: 4, what: 'restoreTest.time', args: { clock: 'clear' } } as const;
  const told = [verdict(5, { result: 'ok' }), verdict(3, BAD), verdict(8, BAD), slower, after];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(told, { minLength: told.length }), async (order) => {
      const records = await begun();
      for (const { minute, what, args } of [measure, ...order]) {
        await records.run(what, { id: 't', ...args }, as(`person-${minute}`, minute));
      }
      expect(await records.get('restoreTest', 't')).toMatchObject({
        verdict: BAD,
        endedAt: T + 3 * MINUTE,
        endedBy: { id: 'person-3' },
      });
    }),
    { numRuns: 60 },
  );
});

test('a verdict that gives way to an earlier one stands again once that is taken back', async () => {
  const records = await begun();
  const say = (what: 'measure' | 'conclude' | 'reopen' | 'time', minute: number, args: object) =>
    records.run(`restoreTest.${what}`, { id: 't', ...args }, as(`person-${minute}`, minute));
  await say('measure', 1, { took: MINUTE });
  await say('conclude', 5, { verdict: { result: 'ok' } });
  const whole = await records.get('restoreTest', 't');
  // What would leave it without a time is refused; a time that was typed before it counts.
  expect(await say('time', 2, { clock: 'clear' })).toMatchObject({ reason: 'notOpen' });
  expect(await say('conclude', 3, { verdict: { result: 'bad', reason: 'corrupt' } })).toEqual({ kind: 'applied' });
  expect(await say('reopen', 9, { of: T + 5 * MINUTE })).toMatchObject({ reason: 'conflict' });
  expect(await say('reopen', 9, { of: T + 3 * MINUTE })).toEqual({ kind: 'applied' });
  expect(await records.get('restoreTest', 't')).toEqual(whole);
});
