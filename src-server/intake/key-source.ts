import type { KeySource } from '../../src-shared/contract/http.ts';
import { sha256 } from '../store/log-chain.ts';
import type { IntakeKey, Store } from '../store/store.ts';

/** How a key of a mapping says so in the store. */
export const CUSTOM = 'custom:';

/** Who sends with a key, and the mapping that reads what a sender of one's own sends. */
export function sourceOf({ source }: Pick<IntakeKey, 'source'>): { source: string; mapping?: string } {
  return source.startsWith(CUSTOM) ? { source: 'custom', mapping: source.slice(CUSTOM.length) } : { source };
}

export function isLivingKeyOf(key: IntakeKey, source: KeySource): boolean {
  return key.revokedAt === null && sourceOf(key).source === source;
}

/** The living key of this source, or undefined: unknown, revoked, or made for another sender. */
export async function livingKey(store: Store, source: KeySource, key: string): Promise<IntakeKey | undefined> {
  const found = await store.read((tx) => tx.intakeKey(sha256(key)));
  return found && isLivingKeyOf(found, source) ? found : undefined;
}
