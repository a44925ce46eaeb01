import { expect, test } from 'vitest';
import { instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
const sender: MutatorContext = {
  actor: { ref: { kind: 'sender', name: 'ci' }, role: 'system' },
  via: 'intake',
  at: T,
  receivedAt: T,
  newId: () => 'unused',
};

test('a service keeps its five hundred latest changes', async () => {
  const records = createMemoryRecords();
  const record = (n: number, service = 'API') =>
    records.run(
      'change.record',
      { id: `c${n}`, service, change: { sender: 'ci', summary: `build ${n}`, at: T + n * MINUTE, details: {} } },
      sender,
    );
  await record(9_999, 'other');
  for (let n = 0; n < 502; n += 1) expect(await record(n)).toEqual({ kind: 'applied' });
  const kept = await records.list('changeEvent', 'api');
  expect(kept).toHaveLength(500);
  expect(Math.min(...kept.map(({ doc }) => doc.at))).toBe(T + 2 * MINUTE);
  expect(await records.list('changeEvent', 'other')).toHaveLength(1);
});
