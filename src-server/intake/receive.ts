import { randomUUID } from 'node:crypto';
import type { KeySource } from '../../src-shared/contract/http.ts';
import type { AlertGroup } from '../../src-shared/intake/normalised.ts';
import { noop, type Outcome } from '../../src-shared/mutators/mutator.ts';
import type { MutatorName } from '../../src-shared/mutators/registry.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import { sha256 } from '../store/log-chain.ts';
import type { IntakeKey, Store } from '../store/store.ts';
import { type BugListener, runMutation, systemActor } from '../sync/run-mutation.ts';

/** The living key of this source, or undefined: unknown, revoked, or made for another sender. */
export async function livingKey(store: Store, source: KeySource, key: string): Promise<IntakeKey | undefined> {
  const found = await store.read((tx) => tx.intakeKey(sha256(key)));
  return found && found.revokedAt === null && sourceOf(found).source === source ? found : undefined;
}

/** Who sends with a key, and the mapping that reads what a sender of one's own sends. */
export function sourceOf({ source }: Pick<IntakeKey, 'source'>): { source: string; mapping?: string } {
  return source.startsWith(CUSTOM) ? { source: 'custom', mapping: source.slice(CUSTOM.length) } : { source };
}

/** How a key of a mapping says so in the store. */
export const CUSTOM = 'custom:';

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

interface IntakeDeps {
  store: Store;
  clock: Clock;
  onBug: BugListener;
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
  deps: IntakeDeps,
  sender: string,
  groups: AlertGroup[],
  options: { afresh?: boolean } = {},
): Promise<Received> {
  let received: Received = { outcome: noop, version: 0 };
  for (const portion of portions(groups)) {
    const args = { sender, groups: portion, ...options };
    const { outcome, version } = await runAs(deps, sender, 'alert.receive', args);
    if (outcome.kind === 'rejected') return { outcome, version };
    received = { outcome: outcome.kind === 'applied' ? outcome : received.outcome, version };
  }
  return received;
}

/** Runs and logs one mutation in a sender's name; resolves when it is durable. */
export async function runAs(
  { store, clock, onBug }: IntakeDeps,
  sender: string,
  name: MutatorName,
  args: unknown,
): Promise<Received> {
  const at = clock.now();
  const id = randomUUID();
  const { value, version } = await store.write((tx) =>
    runMutation(
      tx,
      {
        name,
        args,
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
