import { toPackedBackup } from '../backup/from-pack.ts';
import { toPacked } from '../maintenance/from-pack.ts';
import { DEFAULT_PRIORITY_RULES } from '../model/alert.ts';
import { calendarId, slaPolicyId, teamId } from '../model/ids.ts';
import type { Pack } from '../model/pack.ts';
import { procedureId } from '../model/procedure.ts';
import type { PackedRecords } from './pack-diff.ts';

/** Records as a pack: what is archived stays out, texts go out as Markdown, backups without what was noted of them, and a plan that has ended stays too. Reports are not records yet. */
export function packOf(named: Pick<Pack, 'id' | 'title' | 'version'>, records: PackedRecords): Pack {
  const bare = <T extends { fromPack?: string | undefined }>({ fromPack: _, ...doc }: T) => doc;
  const rules = records.priorityRules.get(DEFAULT_PRIORITY_RULES);
  const orderOf = (place: { order: number } | undefined) => place?.order ?? Number.MAX_SAFE_INTEGER;
  const nthOf = ({ place = Number.MAX_SAFE_INTEGER }: { place?: number | undefined }) => place;
  const live = [...records.procedure]
    .filter(([, doc]) => !doc.archived)
    .sort(([a, one], [b, other]) => orderOf(one.place) - orderOf(other.place) || (a < b ? -1 : 1));
  const texts = new Set(live.map(([id]) => id));
  const places = new Map(live.flatMap(([, { section, place }]) => (section === undefined ? [] : [[section, place]])));
  const sections = [...places].sort(([a, one], [b, other]) => orderOf(one) - orderOf(other) || (a < b ? -1 : 1));
  const backups = [...records.backup]
    .filter(([, doc]) => !doc.archived)
    .sort(([a, one], [b, other]) => nthOf(one) - nthOf(other) || (a < b ? -1 : 1));
  return {
    $schema: './pack.schema.json',
    ...named,
    language: live.find(([, { language }]) => language)?.[1].language ?? 'fr',
    sections: sections.map(([id, place]) => ({ id, title: place?.titles.at(-1) ?? id })),
    teams: [...records.team].map(([id, doc]) => ({ id: teamId(id), doc: bare(doc) })),
    slaPolicies: [...records.slaPolicy].map(([id, doc]) => ({ id: slaPolicyId(id), doc: bare(doc) })),
    calendars: [...records.calendar].map(([id, doc]) => ({ id: calendarId(id), doc: bare(doc) })),
    ...(rules ? { priorityRules: bare(rules) } : {}),
    procedures: live.map(([id, { kind, title, body, tags, section, phase, match, reviewEvery }]) => ({
      id: procedureId(id),
      kind,
      title,
      body,
      ...(section === undefined ? {} : { section }),
      ...(phase ? { phase } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      ...(match ? { match } : {}),
      ...(reviewEvery === undefined ? {} : { reviewEvery }),
    })),
    lists: [],
    plans: [...records.plan].flatMap(([id, doc]) => (texts.has(doc.procedure) ? (toPacked(id, doc) ?? []) : [])),
    backups: backups.map(([id, doc]) => toPackedBackup(id, doc, texts)),
    reports: [],
  };
}
