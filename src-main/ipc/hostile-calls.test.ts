import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ipc } from '../../src-shared/contract/ipc.ts';
import { instant } from '../../src-shared/time/clock.ts';
import { createVirtualTime } from '../../tests/support/virtual-time.ts';
import { EMPTY_PLAN } from '../alarms/plan-store.ts';
import { createReceiptBook } from '../alarms/receipt-book.ts';
import { createAlarmRuntime } from '../alarms/runtime.ts';
import { createBlobs } from '../blobs/blobs.ts';
import { createDispatch, unwrap } from './dispatch.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const RUNS = Number(process.env.VIGIE_HOSTILE_RUNS ?? 400);
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const files = [new Uint8Array(), new Uint8Array([1, 2, 3]), new TextEncoder().encode('<script>')];

const rubbish = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
  fc.constantFrom<unknown>(undefined, null, -1, Number.NaN, 2 ** 53, '../../etc/passwd', '\u0000', '\ud800', {
    __proto__: null,
    hash: 'x',
  }),
);
const hash = fc.oneof(
  fc.constantFrom(...files.map(sha)),
  fc.constantFrom('../'.repeat(22), `${'a'.repeat(63)}/`, 'A'.repeat(64), 'a'.repeat(64), `${'a'.repeat(64)}\n`),
);
const bytes = fc.oneof(fc.constantFrom(...files), fc.uint8Array({ maxLength: 50 }));
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('', 'x'.repeat(600)));
const moment = fc.oneof(fc.integer({ min: NOW - 1e9, max: NOW + 1e9 }), fc.constantFrom(0, 2 ** 52, -1, 1e300));
const alarm = fc.record(
  {
    id: fc.oneof(text, fc.constantFrom('i/call/1', 'run:r/s/e', 'follow-up:f/due/2026-11-30', 'i/response/0/lapse#3')),
    kind: fc.constantFrom(
      'timer',
      'called',
      'phase',
      'followUpDue',
      'maintenance',
      'opened',
      'lapse',
      'silenceEnds',
      'none',
    ),
    title: text,
    service: text,
    priority: fc.constantFrom('P0', 'P4', 'P9'),
    fireAt: moment,
    deadline: moment,
    loud: fc.boolean(),
    repeatEvery: fc.constantFrom(0, 10_000, 1e12),
    incident: text,
    clock: fc.constantFrom('response', 'resolution', 'never'),
    lacking: fc.integer(),
    team: text,
    by: text,
    run: text,
    step: text,
    own: fc.boolean(),
    followUp: text,
    occurrence: text,
    point: fc.constantFrom('soon', 'late', 'never'),
    silence: text,
    alerts: fc.integer(),
  },
  { requiredKeys: ['id', 'kind', 'title', 'priority', 'fireAt', 'deadline', 'loud'] },
);
const calls: Record<string, fc.Arbitrary<unknown>> = {
  'blobs.keep': fc.record({ bytes: fc.oneof(bytes, rubbish) }),
  'blobs.receive': fc.record({ hash, bytes: fc.oneof(bytes, rubbish) }),
  'blobs.waiting': fc.constant(undefined),
  'blobs.confirm': fc.record({ hash }),
  'blobs.expect': fc.record({ hashes: fc.array(hash, { maxLength: 8 }) }),
  'blobs.have': fc.record({ hashes: fc.array(hash, { maxLength: 8 }) }),
  'alarms.setPlan': fc.record({ madeAt: moment, alarms: fc.array(alarm, { maxLength: 6 }) }),
  'alarms.receipt': fc.record({ incident: text, kind: fc.constantFrom('seen', 'acted', 'due') }),
  'alarms.receipts': fc.constant(undefined),
  'document.pdf': fc.record({ title: fc.oneof(text, rubbish), note: text }),
  'document.print': fc.record({ title: text, note: fc.oneof(text, rubbish) }),
};
const call = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(...Object.entries(calls).map(([name, args]) => fc.tuple(fc.constant(name), args))) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...Object.keys(calls), '__proto__', 'blobs'), rubbish) },
);

test('a page that was taken over breaks neither the files nor the alarms, whatever it calls', async () => {
  const time = createVirtualTime(NOW);
  const bugs: unknown[] = [];
  const problems: string[] = [];
  const blobs = createBlobs({
    folder: path.join(folder, 'blobs'),
    workspace: () => 'team',
    clock: time.clock,
    report: (problem) => problems.push(problem),
  });
  const alarms = createAlarmRuntime({
    clock: time.clock,
    scheduler: time.scheduler,
    plans: { load: async () => EMPTY_PLAN, save: async () => undefined },
    book: createReceiptBook(
      {
        append: async () => ({ ok: true, value: undefined }),
        read: async () => ({ values: [], damaged: 0, bytes: 0 }),
        compact: async () => ({ ok: true, value: undefined }),
        close: async () => undefined,
      },
      (problem) => problems.push(problem),
    ),
    isQuiet: () => false,
    show: async () => true,
    showDigest: async () => true,
    raise: () => true,
    jumped: () => undefined,
    report: (problem) => problems.push(problem),
  });
  await alarms.start();
  const dispatch = createDispatch(
    ipc.calls,
    {
      'blobs.keep': async (args: { bytes: Uint8Array }) => unwrap(await blobs.keep(args.bytes)),
      'blobs.receive': async (args: { hash: string; bytes: Uint8Array }) =>
        unwrap(await blobs.receive(args.hash, args.bytes)),
      'blobs.waiting': () => blobs.waiting(100),
      'blobs.confirm': (args: { hash: string }) => blobs.confirm(args.hash),
      'blobs.expect': async (args: { hashes: string[] }) => unwrap(await blobs.expect(args.hashes)),
      'blobs.have': (args: { hashes: string[] }) => blobs.have(args.hashes),
      'alarms.setPlan': alarms.setPlan,
      'alarms.receipt': (args: { incident: string; kind: 'seen' | 'acted' }) =>
        alarms.receipt(args.incident, args.kind),
      'alarms.receipts': alarms.receipts,
      'document.pdf': () => new Uint8Array(),
      'document.print': () => ({ printed: true }),
    },
    (name, error) => bugs.push([name, error]),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 12 }), fc.nat(100_000), async (made, passes) => {
      const answers = Promise.all(made.map(([name, args]) => dispatch(name, args)));
      await time.advance(passes);
      for (const answer of await answers) {
        if (!answer.ok) expect(['invalid', 'notFound', 'tooMany', 'tooLarge']).toContain(answer.error.code);
      }
      expect([bugs, problems]).toEqual([[], []]);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  alarms.stop();
  expect(readdirSync(folder)).toEqual(['blobs']);
  for (const one of await blobs.have(files.map(sha)))
    expect(sha((await blobs.read(one)) ?? new Uint8Array([0]))).toBe(one);
});
