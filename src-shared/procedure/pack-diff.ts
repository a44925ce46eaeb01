import { packedBackups, saidOf } from '../backup/from-pack.ts';
import { packedPlans } from '../maintenance/from-pack.ts';
import type { Doc } from '../model/collections.ts';
import type { Pack } from '../model/pack.ts';
import { sameJson } from '../mutators/same.ts';
import { packedTexts } from './from-pack.ts';

/** What a workspace has of what a pack brings. */
export interface PackedRecords {
  team: ReadonlyMap<string, Doc<'team'>>;
  slaPolicy: ReadonlyMap<string, Doc<'slaPolicy'>>;
  calendar: ReadonlyMap<string, Doc<'calendar'>>;
  priorityRules: ReadonlyMap<string, Doc<'priorityRules'>>;
  procedure: ReadonlyMap<string, Doc<'procedure'> & { body: string }>;
  plan: ReadonlyMap<string, Doc<'plan'>>;
  backup: ReadonlyMap<string, Doc<'backup'>>;
}

export interface PackDifference {
  collection: keyof PackedRecords;
  id: string;
  title: string;
  /** `update` is written by loading the pack; `edited` by people, and stays as it is. */
  state: 'new' | 'same' | 'update' | 'edited';
  /** Where both sides have a text and it differs. */
  texts?: { ours: string; pack: string };
}

/** What loading a pack would write, and what of it people have edited since. */
export function packDiff(pack: Pack, records: PackedRecords): PackDifference[] {
  const stateOf = (before: { fromPack?: string | undefined } | undefined, isSame: boolean): PackDifference['state'] => {
    if (!before) return 'new';
    if (isSame) return 'same';
    return before.fromPack?.startsWith(`${pack.id}@`) ? 'update' : 'edited';
  };
  const bare = ({ fromPack: _, ...doc }: { fromPack?: string | undefined }) => doc;
  const setting = <C extends 'team' | 'slaPolicy' | 'calendar' | 'priorityRules'>(
    collection: C,
    id: string,
    title: string,
    doc: Doc<C>,
  ): PackDifference => {
    const before = records[collection].get(id);
    const [ours, theirs] = [before && bare(before), bare(doc)];
    const state = stateOf(before, sameJson(ours, theirs));
    const named = { collection, id, title, state };
    if (state === 'new' || state === 'same') return named;
    return { ...named, texts: { ours: JSON.stringify(ours, null, 2), pack: JSON.stringify(theirs, null, 2) } };
  };
  return [
    ...pack.teams.map(({ id, doc }) => setting('team', id, doc.name, doc)),
    ...pack.calendars.map(({ id, doc }) => setting('calendar', id, doc.name, doc)),
    ...pack.slaPolicies.map(({ id, doc }) => setting('slaPolicy', id, doc.name, doc)),
    ...packedTexts(pack).map(({ id, head, body }): PackDifference => {
      const before = records.procedure.get(id);
      const state = stateOf(before, before?.body === body && before.title === head.title);
      const named = { collection: 'procedure' as const, id, title: head.title, state };
      if (!before || state === 'same') return named;
      return { ...named, texts: { ours: before.body, pack: body } };
    }),
    ...packedPlans(pack).map(({ id, doc, terms }): PackDifference => {
      const before = records.plan.get(id);
      const theirs = { ...doc, ...terms };
      const { from: _, ...last } = before?.terms.at(-1) ?? {};
      const said = Object.keys(doc).map((name) => [
        name,
        before && name in before ? before[name as keyof typeof doc] : undefined,
      ]);
      const ours = { ...Object.fromEntries(said), ...last };
      const state = stateOf(before, sameJson(ours, theirs));
      const named = { collection: 'plan' as const, id, title: doc.title, state };
      if (state === 'new' || state === 'same') return named;
      return { ...named, texts: { ours: JSON.stringify(ours, null, 2), pack: JSON.stringify(theirs, null, 2) } };
    }),
    ...packedBackups(pack).map(({ id, head: { place: _, ...theirs } }): PackDifference => {
      const before = records.backup.get(id);
      const ours = before && { ...saidOf(before), ...(before.archived ? { archived: true } : {}) };
      const state = stateOf(before, sameJson(ours, theirs));
      const named = { collection: 'backup' as const, id, title: theirs.title, state };
      if (state === 'new' || state === 'same') return named;
      return { ...named, texts: { ours: JSON.stringify(ours, null, 2), pack: JSON.stringify(theirs, null, 2) } };
    }),
  ];
}
