import { createHash } from 'node:crypto';
import { revisionId } from '../src-shared/model/procedure.ts';
import { namedDirectory } from '../src-shared/procedure/import/named.ts';
import {
  type ImportChoice,
  type ImportOptions,
  type KnownProcedure,
  type PlannedChange,
  planImport,
  stepFor,
  usualChoice,
} from '../src-shared/procedure/import/plan.ts';
import type { SourceEntry } from '../src-shared/procedure/import/problem.ts';
import { type ImportDirectory, type ReadCollection, readCollection } from '../src-shared/procedure/import/read.ts';
import type { Clock } from '../src-shared/time/clock.ts';
import { createFileIntake } from './blobs/take-in.ts';
import type { Store } from './store/store.ts';
import { runMutation, systemActor } from './sync/run-mutation.ts';

/** Files that are written in one commit; each of them wholly or not at all. */
const TOGETHER = 50;

async function directoryOf(store: Store): Promise<ImportDirectory> {
  const named = await store.read(async (tx) => ({
    people: await tx.all('person'),
    teams: await tx.all('team'),
    services: await tx.all('service'),
  }));
  return namedDirectory(named);
}

/** What was imported of a collection before, with the texts that an import compares. */
function knownOf(store: Store, collection: string): Promise<KnownProcedure[]> {
  return store.read(async (tx) => {
    const mine = (await tx.all('procedure')).filter(({ doc }) => doc.source?.collection === collection);
    return Promise.all(
      mine.map(async ({ id, doc }) => {
        const of = { collection: 'procedure', id } as const;
        const ours = await tx.get('revision', revisionId(of, doc.revision));
        const imported = await tx.get('revision', revisionId(of, doc.source?.revision ?? 1));
        return { id, doc, ours: ours ?? { title: doc.title, body: '' }, imported };
      }),
    );
  });
}

export interface PreparedImport {
  changes: PlannedChange[];
  read: ReadCollection;
}

/** Reads a collection and compares it with what is here. Writes nothing. */
export async function prepareImport(
  store: Store,
  collection: string,
  entries: readonly SourceEntry[],
): Promise<PreparedImport> {
  const hash = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const read = await readCollection(entries, { directory: await directoryOf(store), hash });
  if (!read) throw new Error('the import was stopped');
  return { read, changes: planImport(collection, read.texts, await knownOf(store, collection)) };
}

export interface CarryOut extends ImportOptions {
  choice?(change: PlannedChange): ImportChoice;
  /** Bytes of all files together. */
  quota: number;
  /** Names this import in the log. */
  id: string;
}

/** Carries an import out: pictures first, so that no text shows one that is not there. Answers what was written. */
export async function carryOutImport(
  store: Store,
  clock: Clock,
  { changes, read }: PreparedImport,
  { choice = usualChoice, quota, id, ...options }: CarryOut,
): Promise<{ done: PlannedChange[]; refused: { change: PlannedChange; reason: string }[] }> {
  const planned = changes.flatMap((change) => {
    const step = stepFor(change, choice(change), options);
    return step ? [{ change, step }] : [];
  });
  const files = createFileIntake({ blobs: store.blobs, clock, quota });
  const shown = new Set(planned.flatMap(({ change }) => (change.state === 'gone' ? [] : change.text.images)));
  for (const hash of shown) {
    const image = read.images.get(hash);
    if (image)
      await files.take(
        hash,
        (async function* () {
          yield image.bytes;
        })(),
        image.bytes.length,
      );
  }
  const done: PlannedChange[] = [];
  const refused: { change: PlannedChange; reason: string }[] = [];
  for (let from = 0; from < planned.length; from += TOGETHER) {
    const some = planned.slice(from, from + TOGETHER);
    const { value: outcomes } = await store.write(async (tx) => {
      const at = clock.now();
      const found: string[] = [];
      for (const [index, { step }] of some.entries()) {
        const origin = { kind: 'server', id: `${id}.${from + index}` } as const;
        const run = { ...step, actor: systemActor(), via: 'server', at, receivedAt: at, origin } as const;
        const outcome = await runMutation(tx, run);
        found.push(outcome.kind === 'rejected' ? outcome.reason : outcome.kind);
      }
      return found;
    });
    for (const [index, { change }] of some.entries()) {
      const outcome = outcomes[index] ?? 'noop';
      if (outcome === 'applied') done.push(change);
      else if (outcome !== 'noop') refused.push({ change, reason: outcome });
    }
  }
  return { done, refused };
}
