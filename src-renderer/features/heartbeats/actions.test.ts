import { describe, expect, it } from 'vitest';
import { type Heartbeat, heartbeatSchema } from '../../../src-shared/model/heartbeat.ts';
import { instant } from '../../../src-shared/time/clock.ts';
import { createUndoStack } from '../../platform/undo.ts';
import { createHeartbeatActions } from './actions.ts';

const KEY = '5f0c1ad1-6e0c-4a52-9d6e-0f2f6d1c7a11';
const doc: Heartbeat = heartbeatSchema.parse({
  name: 'Sauvegarde',
  key: KEY,
  tags: ['nuit'],
  priority: 'P1',
  schedule: { kind: 'period', period: 3_600_000, grace: 600_000 },
  createdAt: instant('2026-11-22T03:00:00Z'),
  createdBy: { kind: 'system' },
});

const SAID = instant('2026-11-22T04:00:00Z');

/** `known`: all of it was so before. */
function setUp(known = false) {
  const sent: [string, unknown][] = [];
  const undo = createUndoStack();
  const actions = createHeartbeatActions({
    data: {
      async mutate(name, args) {
        sent.push([name, args]);
        return { ok: true, value: { outcome: known ? 'noop' : 'applied', ...(known ? {} : { at: SAID }) } as never };
      },
      read: async () => doc,
    },
    undo,
    newId: () => 'new',
    feedback: { label: (what) => what, did: () => {}, refused: () => {} },
  });
  return { actions, sent, undo };
}

describe('what is done to a job', () => {
  it('brings a removed one back as it was, and takes a pause back', async () => {
    const { actions, sent, undo } = setUp();
    await actions.remove('h1');
    await undo.undo();
    await actions.pause('h1');
    await undo.undo();
    expect(sent).toEqual([
      ['heartbeat.remove', { id: 'h1' }],
      ['heartbeat.restore', { id: 'h1', doc }],
      ['heartbeat.pause', { id: 'h1' }],
      ['heartbeat.resume', { id: 'h1', of: SAID }],
    ]);
  });

  it('offers no way back from what was so before', async () => {
    const { actions, sent, undo } = setUp(true);
    expect([await actions.pause('h1'), await actions.resume('h1'), await actions.remove('h1')]).toEqual([
      true,
      true,
      true,
    ]);
    await undo.undo();
    expect(sent).toHaveLength(3);
  });

  it('offers no way back from a beginning anew', async () => {
    const { actions, sent, undo } = setUp();
    expect(await actions.resume('h1')).toBe(true);
    await undo.undo();
    expect(sent).toEqual([['heartbeat.resume', { id: 'h1' }]]);
  });

  it('gives the old address back', async () => {
    const { actions, sent, undo } = setUp();
    await actions.renew('h1');
    await undo.undo();
    expect(sent).toEqual([
      ['heartbeat.newKey', { id: 'h1', key: 'new' }],
      ['heartbeat.newKey', { id: 'h1', key: KEY, of: 'new' }],
    ]);
  });
});
