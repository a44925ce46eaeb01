import { expect, test } from 'vitest';
import { personId } from '../../../src-shared/model/ids.ts';
import { createMemoryRecords } from '../../../src-shared/mutators/memory.ts';
import type { MutatorContext } from '../../../src-shared/mutators/mutator.ts';
import { HOUR, instant } from '../../../src-shared/time/clock.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { createSilenceActions, type SilenceContent } from './actions.ts';

const T = instant('2026-11-22T03:00:00Z');
const ID = '5f0c1ad1-6e0c-4a52-9d6e-0f2f6d1c7a11';
const CONTENT: SilenceContent = {
  matchers: [{ name: 'service', value: 'api', isRegex: false, isEqual: true }],
  startsAt: T,
  endsAt: T + 2 * HOUR,
  zone: 'Europe/Paris',
  reason: 'Migration',
};

/** Léa has made a silence, opened it and written another reason. */
async function edited() {
  const records = createMemoryRecords();
  const undo = createUndoStack();
  const refusals: unknown[] = [];
  let now = T;
  const ctx = (who: string): MutatorContext => ({
    actor: { ref: { kind: 'person', id: personId(who) }, role: 'responder' },
    via: 'console',
    at: now++,
    newId: () => 'x',
  });
  const actions = createSilenceActions({
    data: {
      now: () => now,
      async mutate(name, args) {
        const outcome = await records.run(name, args, ctx('lea'));
        if (outcome.kind === 'rejected') return { ok: false, error: outcome as never };
        return { ok: true, value: { outcome: outcome.kind } as never };
      },
      read: (id) => records.get('silence', id),
    },
    undo,
    newId: () => ID,
    feedback: { label: (what) => what, did: () => {}, refused: (error) => refusals.push(error) },
  });
  const get = async () => {
    const doc = await records.get('silence', ID);
    if (!doc) throw new Error('it is gone');
    return doc;
  };
  await actions.create(CONTENT);
  await actions.update(ID, await get(), { ...CONTENT, reason: '  Migration, suite ' });
  const max = async (change: Partial<SilenceContent>) => {
    const { matchers, startsAt, endsAt, zone, reason, revision } = await get();
    const content = { matchers, startsAt, endsAt, zone, reason, ...change };
    return records.run('silence.update', { id: ID, revision, ...content }, ctx('max'));
  };
  return { undo, refusals, get, max };
}

test('an edit of a silence is taken back, and what another wrote since is left', async () => {
  const { undo, refusals, get, max } = await edited();
  await max({ endsAt: T + 9 * HOUR });
  await undo.undo();
  expect([await get(), refusals]).toMatchObject([{ reason: 'Migration', endsAt: T + 9 * HOUR }, []]);
});

test('where another has changed the same since, it is not taken back, and that is said', async () => {
  const { undo, refusals, get, max } = await edited();
  await max({ reason: 'Celle de Max' });
  await undo.undo();
  expect([await get(), refusals]).toMatchObject([{ reason: 'Celle de Max' }, [{ reason: 'conflict' }]]);
});
