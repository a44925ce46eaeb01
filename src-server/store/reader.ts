import type { CollectionName } from '../../src-shared/model/collections.ts';
import { addSum, EMPTY_SUM } from '../../src-shared/sync/checksum.ts';
import type { ChangeRow, ReadQueries } from './queries.ts';
import type { Executor } from './query.ts';
import { docOf, rowsOf, toClient, toEntity, toIntakeKey, toLogged, toTimer } from './rows.ts';
import type { StoredChange, StoreRead } from './store.ts';
import type { Tables } from './tables.ts';

const byVersion = (a: StoredChange, b: StoredChange) => a.version - b.version;

function toStored(row: ChangeRow): StoredChange {
  return { ...row, collection: row.collection as CollectionName, deleted: row.deleted === 1 };
}

/** A whole row as a reader is told of it. */
export function toStoredChange(row: Tables['record']): StoredChange {
  const { collection, id, version, deleted, scope, doc } = row;
  return { collection: collection as CollectionName, id, version, deleted: deleted === 1, scope, docText: doc };
}

export async function workspaceRow(run: Executor, q: ReadQueries): Promise<Tables['ws']> {
  const [row] = await run.all(q.workspace, {});
  if (!row) throw new Error('the workspace row is missing');
  return row;
}

/**
 * Reads over one connection. Scopes are read one by one along their index and merged: an `in (…)` would sort all
 * that a scope holds for each page.
 */
export function createReader(run: Executor, q: ReadQueries): StoreRead {
  const rows = rowsOf(run, q);

  /** Pages on past the exits that do not count, so that none is missed. */
  const visibleExits = async (scope: string, since: number, limit: number, visible: ReadonlySet<string>) => {
    const found: StoredChange[] = [];
    for (let from = since; ; ) {
      const page = await run.all(q.exits, { scope, since: from, limit });
      for (const { nowIn, ...exit } of page) {
        if (nowIn !== null && visible.has(nowIn)) continue;
        found.push({ ...exit, collection: exit.collection as CollectionName, deleted: true, docText: null });
      }
      const last = page.at(-1);
      if (!last || page.length < limit || found.length >= limit) return found;
      from = last.version;
    }
  };
  /** All scopes are asked at once; the answers keep their order. */
  const eachScope = async <T>(scopes: readonly string[], ask: (scope: string) => T | Promise<T>): Promise<T[]> =>
    Promise.all(scopes.map(ask));

  return {
    async workspace() {
      const row = await workspaceRow(run, q);
      return { version: row.version, epoch: row.epoch, minVersion: row.min_version };
    },
    async counter(series) {
      return rows.counter(series);
    },
    async get(collection, id) {
      return docOf(collection, await rows.record(collection, id));
    },
    async list(collection, ref) {
      return (await rows.referring(collection, ref)).map((row) => toEntity(collection, row));
    },
    async bySlug(collection, slug) {
      return (await rows.bySlug(collection, slug)).map((row) => toEntity(collection, row));
    },
    async all(collection) {
      return (await rows.collection(collection)).map((row) => toEntity(collection, row));
    },
    async client(id) {
      const row = await rows.client(id);
      return row && toClient(row);
    },
    async mutation(client, seq) {
      const row = await rows.mutation(client, seq);
      return row && toLogged(row);
    },
    async changes({ scopes, since, limit }) {
      const visible = new Set(scopes);
      const found = await eachScope(scopes, async (scope) => {
        const [live, exits] = await Promise.all([
          run.all(q.changes, { scope, since, limit }),
          visibleExits(scope, since, limit, visible),
        ]);
        return [...live.map(toStored), ...exits];
      });
      return found.flat().sort(byVersion).slice(0, limit);
    },
    async newest({ scopes, upTo, limit, part }) {
      const found = await eachScope(scopes, (scope) => run.all(q.newest[part], { scope, upTo, limit }));
      return found
        .flat()
        .map((row) => ({ ...toStored(row), ref: row.ref }))
        .sort((a, b) => b.version - a.version)
        .slice(0, limit);
    },
    async referring(collection, ref) {
      return (await rows.referring(collection, ref)).map(toStoredChange);
    },
    async countLive(scopes) {
      const sums = await eachScope(scopes, (scope) => rows.sum(scope));
      return sums.reduce((count, sum) => count + (sum?.live ?? 0), 0);
    },
    async checksum(scopes) {
      const sums = await eachScope(scopes, (scope) => rows.sum(scope));
      return sums.reduce((total, sum) => addSum(total, sum ?? EMPTY_SUM), EMPTY_SUM);
    },
    async openIncidents() {
      return (await rows.hot()).flatMap((row) => (row.collection === 'incident' ? [row.id] : []));
    },
    async dueTimers(query) {
      return (await run.all(q.dueTimers, query)).map(toTimer);
    },
    async nextTimer() {
      const [row] = await run.all(q.dueTimers, { upTo: Number.MAX_SAFE_INTEGER, limit: 1 });
      return row && toTimer(row);
    },
    async timersOf(owner) {
      return (await rows.timersOf(owner)).map(toTimer);
    },
    async intakeKey(hash) {
      const row = await rows.intakeKey(hash);
      return row && toIntakeKey(row);
    },
    async intakeKeys() {
      return (await rows.intakeKeys()).map(toIntakeKey);
    },
    async log(query) {
      const found = await run.all(q.log, query);
      return found.map((row) => ({ ...toLogged(row), args: row.args, actor: row.actor, at: row.at }));
    },
  };
}
