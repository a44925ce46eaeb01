import { z } from 'zod';
import { sizeOf } from '../backup/size.ts';
import { durationOf, fold, isIgnored, settle } from '../heartbeat/state.ts';
import { heartbeatIdSchema, pingId, pingSchema } from '../model/heartbeat.ts';
import { instantSchema } from '../model/ids.ts';
import { alignAlert } from './heartbeat-alert.ts';
import { applied, mutator, rejected } from './mutator.ts';

const { kind, exitCode, rid, method, remote, agent, body } = pingSchema.shape;

/** One ping, at the time at which the server has it. It takes the place of the oldest that is kept. */
export const pingHeartbeat = mutator({
  args: z.object({ id: heartbeatIdSchema, kind, exitCode, rid, method, remote, agent, body }),
  role: 'system',
  unlogged: ['body'],
  async apply(tx, { id, ...said }, ctx) {
    const before = await tx.get('heartbeat', id);
    if (!before) return rejected('notFound');
    const { at } = ctx;
    const ping = { ...said, at };
    const ignored = isIgnored(before);
    const took = ignored ? undefined : durationOf(before.facts, ping);
    const next = fold(before, { ...ping, size: said.kind === 'success' ? sizeOf(said.body) : undefined });
    const n = next.facts?.pings ?? 1;
    tx.put('ping', pingId(id, n), {
      ...ping,
      heartbeat: id,
      n,
      ...(took === undefined ? {} : { took }),
      ...(ignored ? { ignored } : {}),
    });
    // Logs and starts change nothing about being down; a failure that comes again says so again.
    const decides = !ignored && (said.kind === 'success' || said.kind === 'fail');
    const wentDown = next.facts?.down !== undefined && before.alertedAt === undefined;
    tx.put('heartbeat', id, decides || wentDown ? await alignAlert(tx, ctx, id, next) : next);
    return applied;
  },
});

/**
 * The time of a heartbeat's timer has come: down, or still down. Looks at the heartbeat as it is, so a timer that comes
 * late, early or twice does no harm.
 */
export const lapseHeartbeat = mutator({
  args: z.object({ id: heartbeatIdSchema, at: instantSchema }),
  role: 'system',
  async apply(tx, { id, at }, ctx) {
    const before = await tx.get('heartbeat', id);
    if (!before) return rejected('notFound');
    // The clock may have been set back since the timer came due.
    const now = Math.max(at, ctx.at);
    const isDown = settle(before, now).facts?.down !== undefined;
    // Not yet, by rules or a zone's clocks that changed since it was set: written as it is, it gets its timer anew.
    tx.put('heartbeat', id, isDown ? await alignAlert(tx, { ...ctx, at: now }, id, before) : before);
    return applied;
  },
});
