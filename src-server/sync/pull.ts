import type { PullGone, PullQuery, PullResponse } from '../../src-shared/contract/http.ts';
import { scopesOfPerson } from '../../src-shared/model/collections.ts';
import { formatSum } from '../../src-shared/sync/checksum.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import { type Store, type StoredChange, type StoreRead, toChange } from '../store/store.ts';
import type { Caller } from './push.ts';

export type PullAnswer =
  | { kind: 'done'; body: PullResponse }
  | { kind: 'gone'; body: PullGone }
  | { kind: 'forbidden' };

/** Documents of one page in UTF-16 units: few large records are as much work as many small ones. */
const PAGE_TEXT = 4_000_000;

/** As much of `found` as makes a page: at least one, at most `limit`. */
export function pageOf(found: readonly StoredChange[], limit: number): { changes: StoredChange[]; more: boolean } {
  const changes: StoredChange[] = [];
  let text = 0;
  for (const one of found.slice(0, limit)) {
    text += one.docText?.length ?? 0;
    if (changes.length > 0 && text > PAGE_TEXT) break;
    changes.push(one);
  }
  return { changes, more: found.length > changes.length };
}

/** What a person reads now, or undefined when they may read nothing (unknown, disabled). */
export async function readableScopes(tx: StoreRead, caller: Caller): Promise<string[] | undefined> {
  const person = await tx.get('person', caller.person);
  return person && !person.disabled ? scopesOfPerson(caller.person, person) : undefined;
}

/** Changes above `since` that the caller may read, with cursor, head and checksum of one consistent snapshot. */
export function pull(store: Store, clock: Clock, caller: Caller, query: PullQuery): Promise<PullAnswer> {
  return store.read(async (tx): Promise<PullAnswer> => {
    const scopes = await readableScopes(tx, caller);
    if (!scopes) return { kind: 'forbidden' };
    const { version: head, epoch, minVersion } = await tx.workspace();
    const gone = (message: string): PullAnswer => ({ kind: 'gone', body: { error: 'gone', message, epoch } });
    if (query.epoch !== undefined && query.epoch !== epoch) return gone('The server was restored: take a snapshot.');
    if (query.since > 0 && query.since < minVersion) return gone('This cursor is too old: take a snapshot.');
    if (query.since > head) return gone('This cursor is ahead of the server: take a snapshot.');

    const found = await tx.changes({ scopes, since: query.since, limit: query.limit + 1 });
    const { changes, more } = pageOf(found, query.limit);
    const client = query.clientId === undefined ? undefined : await tx.client(query.clientId);
    return {
      kind: 'done',
      body: {
        changes: changes.map(toChange),
        cursor: more ? (changes.at(-1)?.version ?? query.since) : head,
        head,
        more,
        lastSeq: client?.person === caller.person ? client.lastSeq : 0,
        epoch,
        scopes,
        ...(more ? {} : { checksum: formatSum(await tx.checksum(scopes)) }),
        serverTime: clock.now(),
      },
    };
  });
}
