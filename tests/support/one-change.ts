import { expect } from 'vitest';
import type { Change } from '../../src-shared/model/change.ts';
import { personId } from '../../src-shared/model/ids.ts';
import type { Role } from '../../src-shared/model/person.ts';
import { createMemoryRecords, type MemoryRecords } from '../../src-shared/mutators/memory.ts';
import type { MutatorContext, Outcome } from '../../src-shared/mutators/mutator.ts';
import { HOUR, instant } from '../../src-shared/time/clock.ts';

export const T = instant('2026-11-24T20:00:00Z');
export const WINDOW = { from: T + HOUR, to: T + 3 * HOUR, zone: 'Europe/Paris' };
let made = 0;
export const as = (person: string, role: Role = 'responder', at = T): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
export const APPLIED: Outcome = { kind: 'applied' };
export const NOOP: Outcome = { kind: 'noop' };
const CHANGE = {
  id: 'c1',
  title: 'Noyau 6.12',
  type: 'security',
  services: ['api', 'pay'],
  risk: 'high',
  rollback: 'apt install linux=6.11',
  window: WINDOW,
};

export const FREEZE = {
  id: 'f1',
  title: 'Soldes',
  window: { from: T, to: T + 48 * HOUR, zone: 'Europe/Paris' },
  services: ['api'],
  reason: 'trafic',
};

export async function records(): Promise<MemoryRecords> {
  const memory = createMemoryRecords();
  await memory.run('service.update', { id: 'api', doc: { name: 'api' } }, as('ida', 'admin'));
  await memory.run('service.update', { id: 'pay', doc: { name: 'pay.core' } }, as('ida', 'admin'));
  expect(await memory.run('change.create', CHANGE, as('lea'))).toEqual(APPLIED);
  return memory;
}
export const head = async (memory: MemoryRecords): Promise<Change> => {
  const doc = await memory.get('change', 'c1');
  if (!doc) throw new Error('no change');
  return doc;
};
/** Does something to the change as it is now, or as it was seen. */
export const does = async (
  memory: MemoryRecords,
  name: string,
  ctx: MutatorContext,
  more: Record<string, unknown> = {},
): Promise<Outcome> =>
  memory.run(`change.${name}`, { id: 'c1', contentId: (await head(memory)).contentId, ...more }, ctx);
export async function approved(memory: MemoryRecords): Promise<void> {
  await does(memory, 'propose', as('lea'));
  expect(await does(memory, 'approve', as('max', 'lead'))).toEqual(APPLIED);
}
export const reason = (outcome: Outcome) => (outcome.kind === 'rejected' ? outcome.reason : outcome.kind);
