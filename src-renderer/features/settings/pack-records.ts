import { type Procedure, revisionId } from '../../../src-shared/model/procedure.ts';
import type { PackedRecords } from '../../../src-shared/procedure/pack-diff.ts';
import type { VigieDatabase } from '../../data/database.ts';

/** Which pack records came from, as their mark says it: `procedures@1.1.0/fr`. */
export interface PackMark {
  id: string;
  version: string;
  language: string;
}

export function markOf(text: string | undefined): PackMark | undefined {
  const [, id = '', version = '', language = ''] = /^([a-z][a-z0-9-]*)@([\d.]+)\/([\w-]+)$/.exec(text ?? '') ?? [];
  return id === '' ? undefined : { id, version, language };
}

/** The pack that most of the records came from, in its newest version. */
export function loadedPack(docs: Iterable<{ fromPack?: string | undefined }>): PackMark | undefined {
  const counts = new Map<string, { mark: PackMark; count: number }>();
  for (const { fromPack } of docs) {
    const mark = markOf(fromPack);
    if (!mark) continue;
    const known = counts.get(mark.id);
    const isNewer = !known || mark.version.localeCompare(known.mark.version, 'en', { numeric: true }) > 0;
    counts.set(mark.id, { mark: isNewer ? mark : known.mark, count: (known?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.mark;
}

/** All that a pack may bring, as this laptop has it, with the texts in force. */
export async function readPackedRecords(db: VigieDatabase): Promise<PackedRecords> {
  const [teams, policies, calendars, rules, procedures, plans, backups] = await Promise.all([
    db.team.toArray(),
    db.slaPolicy.toArray(),
    db.calendar.toArray(),
    db.priorityRules.toArray(),
    db.procedure.toArray(),
    db.plan.toArray(),
    db.backup.toArray(),
  ]);
  // What was imported from elsewhere is no pack's, and there may be thousands.
  const own = procedures.filter(({ doc }) => doc.source === undefined);
  const texts = await db.revision.bulkGet(
    own.map(({ id, doc }) => revisionId({ collection: 'procedure', id }, doc.revision)),
  );
  const docs = <D>(rows: readonly { id: string; doc: D }[]) => new Map(rows.map(({ id, doc }) => [id, doc]));
  const bodies = own.map(({ id, doc }, at): [string, Procedure & { body: string }] => [
    id,
    { ...doc, body: texts[at]?.doc.body ?? '' },
  ]);
  return {
    team: docs(teams),
    slaPolicy: docs(policies),
    calendar: docs(calendars),
    priorityRules: docs(rules),
    procedure: new Map(bodies),
    plan: docs(plans),
    backup: docs(backups),
  };
}
