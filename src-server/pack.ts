import { readFileSync } from 'node:fs';
import type { CollectionName } from '../src-shared/model/collections.ts';
import { type Pack, packSchema } from '../src-shared/model/pack.ts';
import { revisionId } from '../src-shared/model/procedure.ts';
import type { Outcome } from '../src-shared/mutators/mutator.ts';
import type { PackedRecords } from '../src-shared/procedure/pack-diff.ts';
import type { Clock, Instant } from '../src-shared/time/clock.ts';
import type { Settings } from './config.ts';
import type { Store, StoreWrite } from './store/store.ts';
import { runMutation, systemActor } from './sync/run-mutation.ts';

type Language = Exclude<Settings['pack'], 'none'>;

function readPack(language: Language): Pack {
  const file = new URL(`../resources/packs/procedures.${language}.json`, import.meta.url);
  return packSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Marks of packs on what nobody has edited since: `procedures@1.0.0/fr`. */
async function marks(tx: StoreWrite): Promise<Set<string>> {
  const all = [...(await tx.all('team')), ...(await tx.all('slaPolicy')), ...(await tx.all('procedure'))];
  return new Set(all.flatMap(({ doc }) => doc.fromPack ?? []));
}

const markOf = ({ id, version, language }: Pack) => `${id}@${version}/${language}`;

async function load(tx: StoreWrite, at: Instant, pack: Pack, id: string): Promise<Outcome> {
  const outcome = await runMutation(tx, {
    name: 'pack.load',
    args: { pack },
    actor: systemActor(),
    via: 'server',
    at,
    receivedAt: at,
    origin: { kind: 'server', id },
  });
  if (outcome.kind === 'rejected') throw new Error(`the content pack was refused: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** Loads any pack. `id` names this loading in the log. */
export async function importPack(store: Store, clock: Clock, pack: Pack, id: string): Promise<void> {
  await store.write((tx) => load(tx, clock.now(), pack, id));
}

/** All that a pack may bring, with the texts in force. */
export async function packedRecords(store: Store): Promise<PackedRecords> {
  return store.read(async (tx) => {
    const all = async <C extends CollectionName>(collection: C) =>
      new Map((await tx.all(collection)).map(({ id, doc }) => [id, doc]));
    const bodies = await all('revision');
    const procedures = [...(await all('procedure'))].map(([id, doc]) => {
      const of = { collection: 'procedure', id } as const;
      return [id, { ...doc, body: bodies.get(revisionId(of, doc.revision))?.body ?? '' }] as const;
    });
    return {
      team: await all('team'),
      slaPolicy: await all('slaPolicy'),
      calendar: await all('calendar'),
      priorityRules: await all('priorityRules'),
      procedure: new Map(procedures),
      plan: await all('plan'),
      backup: await all('backup'),
    };
  });
}

/** The language whose pack a workspace is to have: the one asked for where it is empty, else the one it has. */
async function languageFor(tx: StoreWrite, asked: Language): Promise<Language | undefined> {
  if ((await tx.all('team')).length === 0 && (await tx.all('slaPolicy')).length === 0) return asked;
  const [mark] = [...(await marks(tx))].filter((one) => one.startsWith('procedures@')).sort();
  const language = mark?.split('/')[1];
  return language === 'fr' || language === 'en' ? language : undefined;
}

/**
 * Gives an empty workspace its procedures, and one that has them what is new in this version: whatever nobody has
 * edited. True when something was written.
 */
export async function loadPack(store: Store, clock: Clock, asked: Language): Promise<boolean> {
  const { value } = await store.write(async (tx) => {
    const language = await languageFor(tx, asked);
    if (!language) return false;
    const pack = readPack(language);
    if ((await marks(tx)).has(markOf(pack))) return false;
    const outcome = await load(tx, clock.now(), pack, `pack:${markOf(pack)}`);
    return outcome.kind === 'applied';
  });
  return value;
}
