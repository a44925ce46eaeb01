import { randomUUID } from 'node:crypto';
import type { Result } from '../../src-shared/contract/errors.ts';
import { fromAlertmanager } from '../../src-shared/intake/alertmanager.ts';
import { fromGeneric } from '../../src-shared/intake/generic.ts';
import type { IntakeError } from '../../src-shared/intake/groups.ts';
import type { AlertGroup } from '../../src-shared/intake/normalised.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { Clock, Instant } from '../../src-shared/time/clock.ts';
import { sha256 } from '../store/log-chain.ts';
import type { IntakeKey, KeySource, Store } from '../store/store.ts';
import { type BugListener, runMutation, systemActor } from '../sync/run-mutation.ts';

/** A sender's payload, parsed from JSON, to our own form. One per source that can send. */
export const ADAPTERS: Partial<Record<KeySource, (body: unknown, now: Instant) => Result<AlertGroup[], IntakeError>>> =
  {
    alertmanager: fromAlertmanager,
    generic: fromGeneric,
  };

/** The living key of this source, or undefined: unknown, revoked, or made for another sender. */
export async function livingKey(store: Store, source: string, key: string): Promise<IntakeKey | undefined> {
  const found = await store.read((tx) => tx.intakeKey(sha256(key)));
  return found && found.revokedAt === null && found.source === source ? found : undefined;
}

/** Runs and logs `alert.receive` in the sender's name; resolves when it is durable. */
export async function receive(
  { store, clock, onBug }: { store: Store; clock: Clock; onBug: BugListener },
  sender: string,
  groups: AlertGroup[],
): Promise<{ outcome: Outcome; version: number }> {
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
