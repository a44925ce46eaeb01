import { useEffect, useState } from 'react';
import type { Alert } from '../../../../src-shared/model/alert.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { SEEN_WITHIN, type Seen, seenAlerts } from './seen-alerts.ts';

/** What each service has sent in 90 days, from the laptop's records, as they are when the page opens. */
export function useSeenAlerts(): ReadonlyMap<string, Seen> | undefined {
  const { db, records, now } = useData();
  const [seen, setSeen] = useState<ReadonlyMap<string, Seen>>();
  useEffect(() => {
    let isHere = true;
    const since = now() - SEEN_WITHIN;
    const read = async () => {
      const found = new Map<string, Alert>();
      for await (const page of records.history('alert')) {
        if (!isHere) return;
        for (const { id, doc } of page) if (doc.lastReceivedAt > since) found.set(id, doc);
      }
      await db.alert.each(({ id, doc }) => void found.set(id, doc));
      if (isHere) setSeen(seenAlerts(found.values(), now()));
    };
    void read();
    return () => {
      isHere = false;
    };
  }, [db, records, now]);
  return seen;
}
