import type { KeySource } from '../../src-shared/contract/http.ts';
import { sha256 } from '../store/log-chain.ts';
import type { IntakeKey, Store } from '../store/store.ts';
import { isLivingKeyOf } from './key-source.ts';

/** The living key of a source, or undefined: unknown, revoked, or made for another sender. */
export type KeyRing = (source: KeySource, key: string) => Promise<IntakeKey | undefined>;

/**
 * Requests that arrive in the same turn of the event loop share one look into the store: under load the look costs
 * more than the rest of a repeat. Nothing is kept beyond the turn, so a revoked key is refused at once, whichever
 * process revoked it.
 */
export function createKeyRing(store: Store): KeyRing {
  const looking = new Map<string, Promise<IntakeKey | undefined>>();
  return async (source, key) => {
    let look = looking.get(key);
    if (!look) {
      look = store.read((tx) => tx.intakeKey(sha256(key)));
      looking.set(key, look);
      setImmediate(() => looking.delete(key));
    }
    const found = await look;
    return found && isLivingKeyOf(found, source) ? found : undefined;
  };
}
