import fc from 'fast-check';
import { expect, test } from 'vitest';
import { restoreTime } from '../backup/restore-tests.ts';
import { backupId, type ClockEvent } from '../model/backup.ts';
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

interface Deed {
  minute: number;
  name: string;
  args: object;
}
const BAD = { result: 'bad', reason: 'corrupt' } as const;
const deed = (minute: number, name: string, args: object = {}): Deed => ({ minute, name, args });
const bad = (minute: number) => deed(minute, 'conclude', { verdict: BAD });
const good = (minute: number) => deed(minute, 'conclude', { verdict: { result: 'ok' } });
const cancel = (minute: number) => deed(minute, 'cancel');
const measure = (minute: number, took: number) => deed(minute, 'measure', { took: took * MINUTE });
const time = (minute: number, clock: string) => deed(minute, 'time', { clock });
/** It takes back what was said at that minute, and no other. */
const reopen = (minute: number, of: number) => deed(minute, 'reopen', { of: T + of * MINUTE });

/** What stands once these are heard in this order, and what of them was not refused. */
async function told(order: readonly Deed[]) {
  const records = await begun();
  const taken: Deed[] = [];
  for (const { minute, name, args } of order) {
    const outcome = await records.run(`restoreTest.${name}`, { id: 't', ...args }, as(`person-${minute}`, minute));
    if (outcome.kind === 'applied') taken.push({ minute, name, args });
  }
  const doc = await records.get('restoreTest', 't');
  const { timedSince, took, verdict, endedAt, endedBy, cancelled } = doc ?? {};
  const { endedAt: leftAt } = (await records.get('run', 't')) ?? {};
  return { stands: { timedSince, took, verdict, endedAt, endedBy, cancelled, leftAt }, taken };
}

const who = (minute: number) => ({ kind: 'person', id: `person-${minute}` }) as const;

/** What follows from deeds, none of them refused: the earliest end that was not taken back, and the time before it. */
function standing(deeds: readonly Deed[]) {
  const gone = new Set(deeds.flatMap(({ args }) => ('of' in args ? [args.of] : [])));
  const [end] = deeds
    .filter(({ name, minute }) => (name === 'conclude' || name === 'cancel') && !gone.has(T + minute * MINUTE))
    .sort((a, b) => a.minute - b.minute);
  const clock = deeds.flatMap(({ name, minute, args }): ClockEvent[] => {
    const said = { at: T + minute * MINUTE, by: { kind: 'person', id: personId(`person-${minute}`) } } as const;
    if (end && minute > end.minute) return [];
    if (name === 'measure' && 'took' in args) return [{ kind: 'measured', took: Number(args.took), ...said }];
    return name === 'time' && 'clock' in args ? [{ kind: args.clock as 'start', ...said }] : [];
  });
  const at = end && T + end.minute * MINUTE;
  const isOff = end?.name === 'cancel';
  const { timedSince, took } = restoreTime(clock);
  return {
    timedSince,
    took,
    verdict: end && 'verdict' in end.args ? end.args.verdict : undefined,
    endedAt: isOff ? undefined : at,
    endedBy: end && !isOff ? who(end.minute) : undefined,
    cancelled: end && isOff ? { at, by: who(end.minute) } : undefined,
    leftAt: isOff ? at : undefined,
  };
}

const MINUTES = fc.integer({ min: 1, max: 60 });
const DEED = fc.tuple(MINUTES, MINUTES).chain(([minute, other]) => {
  const clock = ['start', 'start', 'stop', 'clear'].map((one) => time(minute, one));
  return fc.constantFrom(...clock, measure(minute, other), bad(minute), cancel(minute));
});
const OPEN_END = DEED.chain((one) => fc.constantFrom(one, one, good(one.minute)));
const days = (one: fc.Arbitrary<Deed>) =>
  fc.uniqueArray(one, { selector: ({ minute }) => minute, minLength: 2, maxLength: 7 });

test('how a test ended and how long it took is one, in whatever order it is heard of', async () => {
  const twoOrders = days(DEED).chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  await fc.assert(
    fc.asyncProperty(twoOrders, async ([one, other]) => {
      expect((await told(other)).stands).toEqual(standing(one));
    }),
    {
      numRuns: 150,
      examples: [
        [time(1, 'start'), measure(4, 9), bad(3)],
        [measure(1, 1), time(4, 'clear'), bad(3)],
        [bad(5), cancel(2)],
        [cancel(5), cancel(2), bad(3)],
      ].map((order) => [[order, order]]),
    },
  );
});

test('what is taken back is as if it had not been said: what else was not refused stands', async () => {
  const withBacks = days(OPEN_END).chain((all) => {
    const backs = all.filter(({ name }) => name !== 'time' && name !== 'measure');
    return fc
      .subarray(backs)
      .chain((some) => fc.shuffledSubarray([...all, ...some.map(({ minute }) => reopen(70 + minute, minute))]));
  });
  await fc.assert(
    fc.asyncProperty(withBacks, async (order) => {
      const { stands, taken } = await told(order);
      expect(stands).toEqual(standing(taken));
    }),
    {
      numRuns: 200,
      examples: [
        [[time(1, 'start'), cancel(10), bad(7), measure(6, 3), reopen(12, 7)]],
        [[measure(1, 1), good(8), bad(5), cancel(3), reopen(12, 3), reopen(13, 5)]],
        [[measure(1, 1), good(8), bad(5), time(2, 'clear'), reopen(12, 5)]],
        [[time(1, 'start'), measure(4, 3), bad(3), reopen(12, 3)]],
      ],
    },
  );
});

test('good data keeps its time in every order of what is said of it', async () => {
  const deeds = [good(5), bad(3), bad(8), measure(2, 9), time(4, 'clear'), cancel(6)];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(deeds, { minLength: deeds.length }), async (order) => {
      const { stands } = await told([measure(1, 1), ...order]);
      expect(stands).toMatchObject({ verdict: BAD, endedAt: T + 3 * MINUTE, endedBy: who(3), took: 9 * MINUTE });
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
