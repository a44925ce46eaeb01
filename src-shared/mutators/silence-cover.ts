import type { IncidentId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { CURRENT_SILENCES } from '../model/silence.ts';
import { createSilencer, type Silencer } from '../silence/silencer.ts';
import { type Cover, coverAll, runningSpan, withCover } from '../silence/state.ts';
import type { Instant } from '../time/clock.ts';
import { append } from './incident-change.ts';
import type { MutatorContext, MutatorTx, ReadTx } from './mutator.ts';
import { sameJson } from './same.ts';

/** The silences in force at `at`. */
export async function silencerAt(tx: ReadTx, at: Instant): Promise<Silencer> {
  return createSilencer(await tx.list('silence', CURRENT_SILENCES), at);
}

/** What covers all that fires in an incident; undefined where something does not, or nothing fires. */
async function coverOf(tx: ReadTx, id: IncidentId, silencer: Silencer): Promise<Cover | undefined> {
  if (silencer.isIdle) return undefined;
  const alerts = await tx.list('alert', id);
  return coverAll(alerts.flatMap(({ doc }) => (doc.status === 'firing' ? [silencer.cover(doc.labels)] : [])));
}

/** The incident with its silence as it is now, and a line in its timeline where one begins or ends. Writes no incident. */
export async function withCurrentCover(
  tx: MutatorTx,
  ctx: MutatorContext,
  id: IncidentId,
  doc: Incident,
  silencer: Silencer,
): Promise<Incident> {
  const cover = await coverOf(tx, id, silencer);
  const silences = withCover(doc.silences, cover, ctx.at);
  if (sameJson(silences, doc.silences)) return doc;
  const [before, after] = [runningSpan(doc.silences, ctx.at), runningSpan(silences, ctx.at)];
  if (after && !sameJson(after, before)) {
    const [first = ''] = after.by;
    const reason = (await tx.get('silence', first))?.reason ?? '';
    append(tx, ctx, id, { kind: 'silenced', silence: first, until: after.until, reason });
  } else if (!after) append(tx, ctx, id, { kind: 'unsilenced' });
  return { ...doc, silences };
}
