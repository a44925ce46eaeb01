import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useLive } from '../../data/hooks.ts';

/** The pings of a job that are kept, newest first. Undefined while loading. */
export function usePings(heartbeat: string): readonly Row<'ping'>[] | undefined {
  return useLive(
    async (db) => {
      const rows = await db.ping.where('ref').equals(heartbeat).toArray();
      return rows.sort((a, b) => b.doc.n - a.doc.n);
    },
    [heartbeat],
  );
}
