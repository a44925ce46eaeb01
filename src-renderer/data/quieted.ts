import type { ServiceId } from '../../src-shared/model/ids.ts';
import { CURRENT_SILENCES } from '../../src-shared/model/silence.ts';
import type { Row } from '../../src-shared/sync/local-store.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import { useMinute } from '../platform/now.ts';
import type { VigieDatabase } from './database.ts';
import { useLive } from './hooks.ts';

/** The incidents that nobody has acknowledged and that a window on these services would make silent now. */
export async function quietedNow(
  db: VigieDatabase,
  services: readonly ServiceId[],
  now: Instant,
): Promise<Row<'incident'>[]> {
  const incidents = await db.incident.where('doc.status').equals('triggered').toArray();
  if (incidents.length === 0 || services.length === 0) return [];
  const [named, alerts, silences] = await Promise.all([
    db.service.bulkGet([...services]),
    db.alert
      .where('ref')
      .anyOf(incidents.map(({ id }) => id))
      .toArray(),
    db.silence.where('ref').equals(CURRENT_SILENCES).toArray(),
  ]);
  const names = named.flatMap((row) => row?.doc.name ?? []);
  // Regular expressions of silences are large to read, and a start needs none; after the reads, whose zone it leaves.
  const { quietedBy } = await import('../../src-shared/silence/window.ts');
  return quietedBy(names, { incidents, alerts, silences }, now);
}

/** `quietedNow`, as it stands at this minute. Undefined while loading. */
export function useQuieted(services: readonly ServiceId[]): readonly Row<'incident'>[] | undefined {
  const now = useMinute();
  return useLive((db) => quietedNow(db, services, now), [services.join(), now]);
}
