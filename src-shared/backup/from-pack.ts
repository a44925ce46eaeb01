import { type Backup, type BackupId, backupId } from '../model/backup.ts';
import type { Pack } from '../model/pack.ts';

/** A backup as a pack has it: what people add to it is not there. */
export interface PackedBackup {
  id: BackupId;
  head: Pick<Backup, 'title' | 'target' | 'cadence' | 'retention' | 'place'>;
}

const text = (fact: string | number | undefined) => (typeof fact === 'string' && fact !== '' ? fact : undefined);
const days = (fact: string | number | undefined) =>
  typeof fact === 'number' && Number.isInteger(fact) && fact > 0 ? fact : undefined;

/** The register that a pack's lists of backups make, in their order. The same ids in every language. */
export function packedBackups(pack: Pick<Pack, 'lists'>): PackedBackup[] {
  return pack.lists
    .filter(({ topic }) => topic === 'backup')
    .flatMap((list) =>
      list.items.map(({ id, text: title, facts = {} }, place) => {
        const [target, cadence, retention] = [text(facts.target), text(facts.cadence), days(facts.retentionDays)];
        return {
          id: backupId(`${list.id}.${id}`),
          head: {
            title: title.slice(0, 300),
            place,
            ...(target ? { target } : {}),
            ...(cadence ? { cadence } : {}),
            ...(retention ? { retention } : {}),
          },
        };
      }),
    );
}
