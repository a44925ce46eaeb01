import { EMPTY_SUM } from './checksum.ts';
import type { LocalTx, Meta } from './local-store.ts';

/** The state of a copy that has met no server yet. */
export function freshMeta(clientId: string): Meta {
  return {
    clientId,
    nextSeq: 1,
    nextOrder: 1,
    retired: [],
    epoch: null,
    cursor: null,
    gen: 0,
    scopes: [],
    sum: EMPTY_SUM,
    ackedSeq: 0,
    resend: false,
    snapshot: null,
    clockOffset: 0,
    inStepAt: null,
    repairedAt: null,
    me: null,
  };
}

/** Throws where the store has not been recovered. */
export async function metaOf(tx: Pick<LocalTx, 'meta'>): Promise<Meta> {
  const meta = await tx.meta();
  if (!meta) throw new Error('the local store has no meta row: recover it first');
  return meta;
}
