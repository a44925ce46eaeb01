import { type Backup, type BackupId, backupId } from '../model/backup.ts';
import type { Pack, PackBackup } from '../model/pack.ts';

type Said = Omit<PackBackup, 'id'>;

/** A backup as a pack has it: what people add to it is not there. */
export interface PackedBackup {
  id: BackupId;
  head: Said & Pick<Backup, 'place'>;
}

const text = (fact: string | number | undefined) => (typeof fact === 'string' && fact !== '' ? fact : undefined);
const days = (fact: string | number | undefined) =>
  typeof fact === 'number' && Number.isInteger(fact) && fact > 0 ? fact : undefined;

const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** The register that a pack makes, in its order: of its lists of backups, then of its own entries. The same ids in every language. */
export function packedBackups(pack: Pick<Pack, 'lists' | 'backups'>): PackedBackup[] {
  const found = new Map<BackupId, Said>();
  for (const list of pack.lists) {
    if (list.topic !== 'backup') continue;
    for (const { id, text: title, facts = {} } of list.items) {
      const [target, cadence, retention] = [text(facts.target), text(facts.cadence), days(facts.retentionDays)];
      found.set(backupId(`${list.id}.${id}`), { title: title.slice(0, 300), target, cadence, retention });
    }
  }
  for (const { id, ...said } of pack.backups ?? []) found.set(id, said);
  return [...found].map(([id, said], place) => ({ id, head: { ...given(said), place } }));
}

/** What of a backup a pack may say. */
export function saidOf({
  title,
  target,
  cadence,
  retention,
  sizeAtLeast,
  restoreWithin,
  team,
  procedure,
}: Backup): Said {
  return given({ title, target, cadence, retention, sizeAtLeast, restoreWithin, team, procedure });
}

/** A backup as a pack carries it: who owns it, its service, its job and what was noted of it are this workspace's own. */
export function toPackedBackup(id: string, doc: Backup, texts: ReadonlySet<string>): PackBackup {
  const { procedure, ...said } = saidOf(doc);
  return { id: backupId(id), ...said, ...(procedure !== undefined && texts.has(procedure) ? { procedure } : {}) };
}
