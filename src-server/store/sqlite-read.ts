import type { CollectionName, Doc, Entity } from '../../src-shared/model/collections.ts';
import { addSum, EMPTY_SUM } from '../../src-shared/sync/checksum.ts';
import type { ChangeRow, LogRow, Reads } from './queries.ts';
import type { IntakeKey, LoggedMutation, SnapshotPart, StoredChange, StoreRead, Timer } from './store.ts';
import type { Tables } from './tables.ts';

const byVersion = (a: StoredChange, b: StoredChange) => a.version - b.version;

function toStored(row: ChangeRow): StoredChange {
  return { ...row, collection: row.collection as CollectionName, deleted: row.deleted === 1 };
}

function toTimer(row: Tables['timer']): Timer {
  return { key: row.key, fireAt: row.fire_at, kind: row.kind, payload: JSON.parse(row.payload), owner: row.owner };
}

function toLogged(row: LogRow): LoggedMutation {
  return {
    id: row.id,
    client: row.client,
    seq: row.seq,
    name: row.name,
    status: row.status as LoggedMutation['status'],
    reason: row.reason,
    detail: row.detail === null ? null : JSON.parse(row.detail),
    version: row.version,
    argsHash: row.args_hash,
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}

function toIntakeKey(row: Tables['intake_key']): IntakeKey {
  return {
    id: row.id,
    source: row.source as IntakeKey['source'],
    name: row.name,
    start: row.start,
    hash: row.hash,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}

/**
 * Reads over one connection. Scopes are read one by one along their index and merged: an `in (…)` would sort all
 * that a scope holds for each page.
 */
export function createReader(reads: Reads): StoreRead {
  const workspaceRow = () => {
    const row = reads.workspace.get({});
    if (!row) throw new Error('the workspace row is missing');
    return row;
  };
  const newest = (query: { scopes: readonly string[]; upTo: number; limit: number; part: SnapshotPart }) =>
    query.scopes
      .flatMap((scope) => reads.newest[query.part].all({ scope, upTo: query.upTo, limit: query.limit }))
      .map((row) => ({ ...toStored(row), ref: row.ref }))
      .sort((a, b) => b.version - a.version)
      .slice(0, query.limit);

  /** Pages on past the exits that do not count, so that none is missed. */
  const visibleExits = (scope: string, since: number, limit: number, visible: ReadonlySet<string>) => {
    const found: StoredChange[] = [];
    for (let from = since; ; ) {
      const page = reads.exits.all({ scope, since: from, limit });
      for (const { nowIn, ...exit } of page) {
        if (nowIn !== null && visible.has(nowIn)) continue;
        found.push({ ...exit, collection: exit.collection as CollectionName, deleted: true, docText: null });
      }
      const last = page.at(-1);
      if (!last || page.length < limit || found.length >= limit) return found;
      from = last.version;
    }
  };

  return {
    async workspace() {
      const row = workspaceRow();
      return { version: row.version, epoch: row.epoch, minVersion: row.min_version };
    },
    async counter(series) {
      return reads.counter.get({ series })?.value ?? 0;
    },
    async get<C extends CollectionName>(collection: C, id: string) {
      const row = reads.record.get({ collection, id });
      return row && row.deleted === 0 && row.doc !== null ? (JSON.parse(row.doc) as Doc<C>) : undefined;
    },
    async list<C extends CollectionName>(collection: C, ref: string): Promise<Entity<C>[]> {
      return reads.referring
        .all({ collection, ref })
        .map((row) => ({ id: row.id, doc: JSON.parse(row.docText ?? 'null') as Doc<C> }));
    },
    async all<C extends CollectionName>(collection: C) {
      return reads.collection
        .all({ collection })
        .map((row) => ({ id: row.id, doc: JSON.parse(row.docText ?? 'null') as Doc<C> }));
    },
    async client(id) {
      const row = reads.client.get({ id });
      return row && { id: row.id, person: row.person, lastSeq: row.last_seq, seenAt: row.seen_at };
    },
    async mutation(client, seq) {
      const row = reads.mutation.get({ client, seq });
      return row && toLogged(row);
    },
    async changes({ scopes, since, limit }) {
      const visible = new Set(scopes);
      const found: StoredChange[] = [];
      for (const scope of scopes) {
        for (const row of reads.changes.all({ scope, since, limit })) found.push(toStored(row));
        found.push(...visibleExits(scope, since, limit, visible));
      }
      return found.sort(byVersion).slice(0, limit);
    },
    async newest(query) {
      return newest(query);
    },
    async referring(collection, ref) {
      return reads.referring.all({ collection, ref }).map(toStored);
    },
    async countLive(scopes) {
      return scopes.reduce((sum, scope) => sum + (reads.sum.get({ scope })?.live ?? 0), 0);
    },
    async checksum(scopes) {
      return scopes.reduce((sum, scope) => addSum(sum, reads.sum.get({ scope }) ?? EMPTY_SUM), EMPTY_SUM);
    },
    async openIncidents() {
      return reads.hot.all({}).flatMap((row) => (row.collection === 'incident' ? [row.id] : []));
    },
    async dueTimers(query) {
      return reads.dueTimers.all(query).map(toTimer);
    },
    async nextTimer() {
      const [row] = reads.dueTimers.all({ upTo: Number.MAX_SAFE_INTEGER, limit: 1 });
      return row && toTimer(row);
    },
    async timersOf(owner) {
      return reads.timersOf.all({ owner }).map(toTimer);
    },
    async intakeKey(hash) {
      const row = reads.intakeKey.get({ hash });
      return row && toIntakeKey(row);
    },
    async intakeKeys() {
      return reads.intakeKeys.all({}).map(toIntakeKey);
    },
    async log(query) {
      return reads.log.all(query).map((row) => ({ ...toLogged(row), args: row.args, actor: row.actor, at: row.at }));
    },
  };
}
