import { diffComm } from 'node-diff3';
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
}

/** One line of a text: in both, in the workspace alone, in the pack alone. */
export interface DiffLine {
  side: 'both' | 'ours' | 'pack';
  text: string;
}

export interface PackDifference {
  collection: keyof PackedRecords;
  id: string;
  title: string;
  /** `update` is written by loading the pack; `edited` by people, and stays as it is. */
  state: 'new' | 'same' | 'update' | 'edited';
  /** Where both sides have a text and it differs. */
  lines: readonly DiffLine[];
}

export function diffLines(ours: string, theirs: string): DiffLine[] {
  const sided = (side: DiffLine['side'], lines: readonly string[] = []) => lines.map((text) => ({ side, text }));
  return diffComm(ours.split('\n'), theirs.split('\n')).flatMap((part) =>
    'common' in part ? sided('both', part.common) : [...sided('ours', part.buffer1), ...sided('pack', part.buffer2)],
  );
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
    const isText = state === 'update' || state === 'edited';
    const lines = isText ? diffLines(JSON.stringify(ours, null, 2), JSON.stringify(theirs, null, 2)) : [];
    return { collection, id, title, state, lines };
  };
  return [
    ...pack.teams.map(({ id, doc }) => setting('team', id, doc.name, doc)),
    ...pack.calendars.map(({ id, doc }) => setting('calendar', id, doc.name, doc)),
    ...pack.slaPolicies.map(({ id, doc }) => setting('slaPolicy', id, doc.name, doc)),
    ...packedTexts(pack).map(({ id, head, body }): PackDifference => {
      const before = records.procedure.get(id);
      const state = stateOf(before, before?.body === body && before.title === head.title);
      const isText = before !== undefined && (state === 'update' || state === 'edited');
      return {
        collection: 'procedure',
        id,
        title: head.title,
        state,
        lines: isText ? diffLines(before.body, body) : [],
      };
    }),
  ];
}
