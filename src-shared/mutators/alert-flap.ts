import { type FlapRules, isDamped, isFlapping, noteChange } from '../incident/flapping.ts';
import type { IncidentId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { type Instant, MINUTE } from '../time/clock.ts';
import { type Incoming, isNoisy } from './alert-record.ts';
import { append } from './incident-change.ts';
import type { MutatorContext, MutatorTx } from './mutator.ts';

/** Whether these firings or resolves of an incident's alerts are part of a flapping. */
export function flapsNow(
  doc: Incident,
  changed: readonly Incoming[],
  at: Instant,
  flaps: FlapRules | undefined,
): flaps is FlapRules {
  if (!flaps) return false;
  return (
    isDamped(doc, at) || isFlapping(doc.recentFirings, at, flaps) || changed.some((one) => isNoisy(one, at, flaps))
  );
}

/** Counts one change; the timeline hears of it once a minute at most. */
export async function countFlap(
  tx: MutatorTx,
  ctx: MutatorContext,
  id: IncidentId,
  doc: Incident,
  at: Instant,
  flaps: FlapRules,
): Promise<Incident> {
  const counted = noteChange(doc, at, flaps);
  const entry = `${id}/flap/${Math.floor(at / MINUTE)}`;
  if (!(await tx.get('timelineEntry', entry))) {
    append(tx, ctx, id, { kind: 'flapping', changes: counted.flapping?.changes ?? 1 }, { at, id: entry });
  }
  return counted;
}
