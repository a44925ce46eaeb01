import type { KeySource } from '../../src-shared/contract/http.ts';
import { sha256 } from '../store/log-chain.ts';
import type { IntakeKey, Store } from '../store/store.ts';
import { isLivingKeyOf } from './key-source.ts';

/** The living key of a source, or undefined: unknown, revoked, or made for another sender. */
export type KeyRing = (source: KeySource, key: string) => Promise<IntakeKey | undefined>;

/**
 * Requests that arrive in the same turn of the event loop share one look into the store: under load the look costs
 * more than the rest of a repeat. Nothing is kept beyond the turn, so a revoked key is refused at once, whichever
 * process revoked it. `saw` is told up to which version the store had committed then.
 */
export function createKeyRing(store: Store, saw: (version: number) => void): KeyRing {
  const looking = new Map<string, Promise<IntakeKey | undefined>>();
  const lookUp = async (key: string) => {
    const [found, version] = await store.read(
      async (tx) => [await tx.intakeKey(sha256(key)), (await tx.workspace()).version] as const,
    );
    saw(version);
    return found;
  };
  return async (source, key) => {
    let look = looking.get(key);
    if (!look) {
      look = lookUp(key);
      looking.set(key, look);
      setImmediate(() => looking.delete(key));
    }
    const found = await look;
    return found && isLivingKeyOf(found, source) ? found : undefined;
  };
}
