import { randomUUID } from 'node:crypto';
import type { AlertGroup } from '../../src-shared/intake/normalised.ts';
import { noop, type Outcome } from '../../src-shared/mutators/mutator.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import { sha256 } from '../store/log-chain.ts';
import type { IntakeKey, Store } from '../store/store.ts';
import { type BugListener, runMutation, systemActor } from '../sync/run-mutation.ts';

/** The living key of this source, or undefined: unknown, revoked, or made for another sender. */
export async function livingKey(store: Store, source: string, key: string): Promise<IntakeKey | undefined> {
  const found = await store.read((tx) => tx.intakeKey(sha256(key)));
  return found && found.revokedAt === null && found.source === source ? found : undefined;
}

/** A payload of more alerts is taken in by several commits, so that others get their turn in between. */
const ALERTS_A_COMMIT = 100;

/** A large group whose alerts all say the same is as well told in parts; what fires and what ends belong together. */
function parts(one: AlertGroup): AlertGroup[] {
  const { group, alerts } = one;
  if (alerts.some(({ status }) => status !== alerts[0]?.status)) return [one];
  const count = Math.ceil(alerts.length / ALERTS_A_COMMIT);
  return Array.from({ length: count }, (_, n) => ({
    group,
    alerts: alerts.slice(n * ALERTS_A_COMMIT, (n + 1) * ALERTS_A_COMMIT),
  }));
}

/** Groups in their order, together of at most `ALERTS_A_COMMIT` alerts; a larger mixed group stands alone. */
function portions(groups: readonly AlertGroup[]): AlertGroup[][] {
  const all: AlertGroup[][] = [];
  let room = 0;
  for (const group of groups.flatMap(parts)) {
    const last = all.at(-1);
    if (last && group.alerts.length <= room) last.push(group);
    else {
      all.push([group]);
      room = ALERTS_A_COMMIT;
    }
    room -= group.alerts.length;
  }
  return all;
}

interface Received {
  outcome: Outcome;
  version: number;
}

/**
 * Runs and logs `alert.receive` in the sender's name; resolves when all of it is durable. If it fails on the way, the
 * sender sends the whole again and what was taken in is known already.
 */
export async function receive(
  deps: { store: Store; clock: Clock; onBug: BugListener },
  sender: string,
  groups: AlertGroup[],
): Promise<Received> {
  let received: Received = { outcome: noop, version: 0 };
  for (const portion of portions(groups)) {
    const { outcome, version } = await receivePortion(deps, sender, portion);
    if (outcome.kind === 'rejected') return { outcome, version };
    received = { outcome: outcome.kind === 'applied' ? outcome : received.outcome, version };
  }
  return received;
}

async function receivePortion(
  { store, clock, onBug }: { store: Store; clock: Clock; onBug: BugListener },
  sender: string,
  groups: AlertGroup[],
): Promise<Received> {
  const at = clock.now();
  const id = randomUUID();
  const { value, version } = await store.write((tx) =>
    runMutation(
      tx,
      {
        name: 'alert.receive',
        args: { sender, groups },
        actor: systemActor({ kind: 'sender', name: sender }),
        via: 'intake',
        at,
        receivedAt: at,
        origin: { kind: 'server', id },
      },
      onBug,
    ),
  );
  return { outcome: value, version };
}
