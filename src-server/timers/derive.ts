import { lapseAt } from '../../src-shared/heartbeat/state.ts';
import { type IncidentId, incidentId } from '../../src-shared/model/ids.ts';
import type { Incident } from '../../src-shared/model/incident.ts';
import type { BufferedWrite } from '../../src-shared/mutators/buffer.ts';
import { policyOf } from '../../src-shared/mutators/incident-change.ts';
import { calendarsOf } from '../../src-shared/mutators/incident-system.ts';
import { silenceTimers } from '../../src-shared/silence/timers.ts';
import { timersFor } from '../../src-shared/sla/points.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { StoreWrite, Timer } from '../store/store.ts';

const ownerOf = (id: IncidentId) => `incident:${id}`;

async function deriveSilenceTimers(tx: StoreWrite, id: string): Promise<void> {
  const silence = await tx.get('silence', id);
  const owner = `silence:${id}`;
  const timers = (silence ? silenceTimers(id, silence) : []).map(({ key, at, name, args }) => ({
    key,
    fireAt: at,
    kind: name,
    payload: args,
    owner,
  }));
  if (!sameTimers(await tx.timersOf(owner), timers)) tx.replaceTimers(owner, timers);
}

/** What an incident waits for as it is now. A warning that the timeline has already is not waited for again. */
async function incidentTimers(tx: StoreWrite, id: IncidentId, incident: Incident): Promise<Timer[]> {
  const owner = ownerOf(id);
  const timers: Timer[] = [];
  for (const one of timersFor(id, incident, await policyOf(tx, incident), await calendarsOf(tx, incident))) {
    if (one.name === 'incident.recordSla' && (await tx.get('timelineEntry', one.key))) continue;
    timers.push({ key: one.key, fireAt: one.at, kind: one.name, payload: one.args, owner });
  }
  return timers;
}

/** `fireAtOf` may hold it back: it is given when it is due and the one that is set now. */
export async function deriveHeartbeatTimer(
  tx: StoreWrite,
  id: string,
  fireAtOf: (at: Instant, armed: Timer | undefined) => Instant = (at) => at,
): Promise<void> {
  const heartbeat = await tx.get('heartbeat', id);
  const owner = `heartbeat:${id}`;
  const at = heartbeat && lapseAt(heartbeat);
  const before = await tx.timersOf(owner);
  const timers =
    at === undefined
      ? []
      : [{ key: owner, fireAt: fireAtOf(at, before[0]), kind: 'heartbeat.lapse', payload: { id, at }, owner }];
  if (!sameTimers(before, timers)) tx.replaceTimers(owner, timers);
}

function sameTimers(before: readonly Timer[], after: readonly Timer[]): boolean {
  const armed = new Map(before.map((one) => [one.key, one.fireAt]));
  return armed.size === after.length && after.every((one) => armed.get(one.key) === one.fireAt);
}

/**
 * Replaces, in the same transaction, the timers of whatever these writes changed: an incident's own, and those of all
 * open incidents when a policy or a calendar changed, and those of a silence or a heartbeat.
 */
export async function deriveTimers(tx: StoreWrite, writes: readonly BufferedWrite[]): Promise<void> {
  const changed = new Set<string>();
  let rules = false;
  for (const write of writes) {
    if (write.collection === 'incident') changed.add(write.id);
    if (write.collection === 'heartbeat') await deriveHeartbeatTimer(tx, write.id);
    if (write.collection === 'silence') await deriveSilenceTimers(tx, write.id);
    if (write.collection === 'slaPolicy' || write.collection === 'calendar') rules = true;
  }
  if (rules) for (const id of await tx.openIncidents()) changed.add(id);
  for (const raw of changed) {
    const id = incidentId(raw);
    const incident = await tx.get('incident', raw);
    const timers = incident ? await incidentTimers(tx, id, incident) : [];
    // Most changes of an incident move no deadline; reading is cheaper than writing the same again.
    if (!sameTimers(await tx.timersOf(ownerOf(id)), timers)) tx.replaceTimers(ownerOf(id), timers);
  }
}
