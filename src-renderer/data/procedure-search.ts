import type { Procedure, ProcedureKind } from '../../src-shared/model/procedure.ts';
import { revisionId } from '../../src-shared/model/procedure.ts';
import type { Mark, Snippet } from '../../src-shared/procedure/search/highlight.ts';
import type { SearchAnswer, SearchDesk, SearchMessage } from '../../src-shared/procedure/search/protocol.ts';
import type { Held } from '../../src-shared/procedure/search/search-index.ts';
import type { SearchedText } from '../../src-shared/procedure/search/weigh.ts';
import type { Row } from '../../src-shared/sync/local-store.ts';
import { type Millis, type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import type { Observable } from './data.ts';
import type { Directory } from './directory.ts';
import type { ProcedureIndex } from './procedure-index.ts';
import type { Records } from './records.ts';

export interface Hit {
  id: string;
  title: string;
  kind: ProcedureKind;
  /** Where the title answers; of the first hits alone. */
  marks: readonly Mark[];
}

export interface HitOptions {
  /** Hits at most; all of them where it is not given. */
  limit?: number;
  /** How many of them are explained with marks. */
  marked?: number;
  /** Which procedures may be among them; those that are not archived where it is not given. */
  accept?(doc: Procedure): boolean;
}

export interface ProcedureSearch {
  /** The best first. Waits for the index when it is still being read or made. */
  search(query: string, options?: HitOptions): Promise<Hit[]>;
  /** The stretch of each text that answers the query; none where only the title does. */
  snippets(query: string, ids: readonly string[]): Promise<ReadonlyMap<string, Snippet>>;
  /** Reads or makes the index, and follows the procedures from then on. */
  warm(): void;
  /** Texts that are still to be indexed; undefined before the index was read. */
  behind: Observable<number | undefined>;
  stop(): void;
}

/** A worker as far as it is spoken to. */
export interface SearchWorker {
  postMessage(message: SearchMessage): void;
  addEventListener(type: 'message', listener: (event: { data: SearchAnswer }) => void): void;
  terminate(): void;
}

export interface ProcedureSearchDeps {
  procedures: ProcedureIndex;
  records: Pick<Records, 'many'>;
  directory: Observable<Directory | undefined>;
  scheduler: Scheduler;
  newWorker(): SearchWorker;
}

/** Texts read and sent at once: some 20 ms of work for the page, of 100 for the worker. */
const BATCH = 100;
/** An index that changed is written down when nothing more came for so long. */
const KEEP_AFTER: Millis = 10 * SECOND;
const MARKED = 30;

const isInUse = (doc: Procedure) => !doc.archived;
const last = (path: string | undefined) =>
  path
    ?.split('/')
    .at(-1)
    ?.replace(/\.[a-z]{1,8}$/i, '');

function headOf({ id, doc }: Row<'procedure'>, names: Directory | undefined): Omit<SearchedText, 'body'> {
  const file = last(doc.source?.path);
  return {
    id,
    title: doc.title,
    names: [...(doc.match?.alertNames ?? []), ...(file ? [file] : [])],
    labels: [
      ...doc.tags,
      ...doc.services.map((one) => names?.service(one)?.name ?? one),
      ...(doc.team ? [names?.team(doc.team)?.name ?? doc.team] : []),
    ],
  };
}

/** A worker's methods as promises. */
function callOver(worker: SearchWorker) {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let number = 0;
  worker.addEventListener('message', ({ data }) => {
    const one = waiting.get(data.number);
    waiting.delete(data.number);
    if ('failure' in data) one?.reject(new Error(data.failure));
    else one?.resolve(data.value);
  });
  return <M extends keyof SearchDesk>(ask: M, ...args: Parameters<SearchDesk[M]>) => {
    number += 1;
    const one = Promise.withResolvers<unknown>();
    waiting.set(number, one);
    worker.postMessage({ number, ask, with: args } as SearchMessage);
    // The desk's own types on both sides; a message carries none.
    return one.promise as Promise<Awaited<ReturnType<SearchDesk[M]>>>;
  };
}

/** Nothing is read and no worker is started before the first search or `warm`. */
export function createProcedureSearch(deps: ProcedureSearchDeps): ProcedureSearch {
  const { procedures, records, directory, scheduler } = deps;
  const listeners = new Set<() => void>();
  let behind: number | undefined;
  let begun: Promise<void> | undefined;
  let worker: SearchWorker | undefined;
  let call: ReturnType<typeof callOver> | undefined;
  let held = new Map<string, string>();
  let working: Promise<void> | undefined;
  let again = false;
  let keeping: { cancel(): void } | undefined;
  let stopped = false;
  const leave: (() => void)[] = [];

  const tell = (left: number) => {
    if (left === behind) return;
    behind = left;
    for (const listener of listeners) listener();
  };
  const bodyIds = (rows: readonly Row<'procedure'>[]) =>
    rows.map(({ id, doc }) => revisionId({ collection: 'procedure', id }, doc.revision));

  async function bodies(rows: readonly Row<'procedure'>[]): Promise<(string | undefined)[]> {
    const found = await records.many('revision', bodyIds(rows));
    return found.map((row) => row?.doc.body);
  }

  async function catchUp() {
    const { rows } = await procedures.ready();
    const names = directory.getSnapshot();
    const gone = [...held.keys()].filter((id) => !rows.has(id));
    const heads = [...rows.values()].map((row) => {
      const head = headOf(row, names);
      return { row, head, mark: JSON.stringify([row.doc.revision, head.title, head.names, head.labels]) };
    });
    const stale = heads.filter(({ row, mark }) => held.get(row.id) !== mark);
    if (gone.length === 0 && stale.length === 0) return tell(0);
    await call?.('drop', gone);
    for (const id of gone) held.delete(id);
    for (let from = 0; from < stale.length && !stopped; from += BATCH) {
      tell(stale.length - from);
      const batch = stale.slice(from, from + BATCH);
      const texts = await bodies(batch.map(({ row }) => row));
      // A text that has not come yet is searched by its title until it does.
      await call?.(
        'put',
        batch.map(({ head, mark }, at) => ({
          text: { ...head, body: texts[at] ?? '' },
          mark: texts[at] === undefined ? '' : mark,
        })),
      );
      batch.forEach(({ row, mark }, at) => {
        if (texts[at] !== undefined) held.set(row.id, mark);
      });
    }
    tell(0);
    keeping?.cancel();
    keeping = scheduler.after(KEEP_AFTER, () => void call?.('keep'));
  }

  function follow(): Promise<void> {
    again = true;
    working ??= (async () => {
      while (again && !stopped) {
        again = false;
        await catchUp();
      }
      working = undefined;
    })();
    return working;
  }

  function begin(): Promise<void> {
    begun ??= (async () => {
      worker = deps.newWorker();
      call = callOver(worker);
      held = new Map((await call('open')).map(({ id, mark }: Held) => [id, mark]));
      leave.push(procedures.subscribe(() => void follow()));
      leave.push(directory.subscribe(() => void follow()));
      await follow();
    })();
    return begun;
  }

  return {
    behind: {
      getSnapshot: () => behind,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    warm: () => void begin(),
    async search(query, { limit, marked = MARKED, accept = isInUse } = {}) {
      await begin();
      if (!call) return [];
      const { rows } = procedures.getSnapshot();
      const found = (await call('search', query, rows.size)).flatMap((id) => {
        const row = rows.get(id);
        return row && accept(row.doc) ? [row] : [];
      });
      const hits = limit === undefined ? found : found.slice(0, limit);
      const shown = hits.slice(0, marked).map(({ id, doc }) => ({ id, title: doc.title }));
      const marks = new Map((await call('explain', query, shown)).map((one) => [one.id, one.marks]));
      return hits.map(({ id, doc }) => ({ id, title: doc.title, kind: doc.kind, marks: marks.get(id) ?? [] }));
    },
    async snippets(query, ids) {
      await begin();
      const { rows } = procedures.getSnapshot();
      const known = ids.flatMap((id) => rows.get(id) ?? []);
      const texts = await bodies(known);
      const asked = known.map(({ id, doc }, at) => ({ id, title: doc.title, body: texts[at] ?? '' }));
      const explained = (await call?.('explain', query, asked)) ?? [];
      return new Map(explained.flatMap(({ id, snippet }) => (snippet ? [[id, snippet] as const] : [])));
    },
    stop() {
      stopped = true;
      keeping?.cancel();
      for (const off of leave) off();
      worker?.terminate();
    },
  };
}
