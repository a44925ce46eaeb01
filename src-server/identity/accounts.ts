import { personId } from '../../src-shared/model/ids.ts';
import type { Role } from '../../src-shared/model/person.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { Store } from '../store/store.ts';
import { runMutation, systemActor } from '../sync/run-mutation.ts';
import type { Account, Identity } from './identity.ts';

export interface WantedAccount {
  login: string;
  name: string;
  role: Role;
  email?: string;
  password?: string;
}

/**
 * An account with its person's record. `made` is false when it was there already; then only a record that a crash
 * between the two left missing is added.
 */
export async function ensureAccount(
  { identity, store, clock }: { identity: Identity; store: Store; clock: Clock },
  wanted: WantedAccount,
): Promise<{ account: Account; made: boolean }> {
  const known = await identity.find(wanted.login);
  const account = known ?? (await identity.add(wanted));
  const at = clock.now();
  await store.write(async (tx) => {
    if (await tx.get('person', account.id)) return;
    const outcome = await runMutation(tx, {
      name: 'person.provision',
      args: {
        id: personId(account.id),
        doc: { name: account.name, role: wanted.role, teams: [], ...(account.email ? { email: account.email } : {}) },
      },
      actor: systemActor(),
      via: 'cli',
      at,
      receivedAt: at,
      origin: { kind: 'server', id: `account:${account.id}` },
    });
    if (outcome.kind === 'rejected')
      throw new Error(`the person was refused: ${JSON.stringify(outcome.detail ?? outcome.reason)}`);
  });
  return { account, made: known === undefined };
}
