import { useQuery } from '@tanstack/react-query';
import { useData } from '../../data/DataProvider.tsx';
import { useSyncStatus } from '../../data/hooks.ts';
import { useBlobTransfers } from '../../data/use-blobs.ts';
import { useFormat } from '../../platform/format.ts';
import { useConnection, useMachine } from '../../platform/machine.ts';
import { usePreferences } from '../../platform/preferences.ts';
import { useServerApi } from '../../platform/server-api.ts';
import type { BundleFacts } from './bundle.ts';
import { checkLaptop, type LaptopFacts } from './laptop-checks.ts';

const LOG_LINES = 200;
const LOOK_EVERY = 15_000;

async function quota(): Promise<LaptopFacts['quota']> {
  const { usage, quota: most } = await navigator.storage.estimate();
  return usage === undefined || !most ? null : { used: usage, most };
}

/** Looks at everything now and every 15 s; undefined until it has looked once. */
export function useBundleFacts(): { facts: BundleFacts | undefined; look(): void } {
  const data = useData();
  const format = useFormat();
  const { bridge, info } = useMachine();
  const connection = useConnection();
  const [preferences] = usePreferences();
  const status = useSyncStatus();
  const transfers = useBlobTransfers();
  const api = useServerApi();

  const looked = useQuery({
    queryKey: ['diagnostics', connection.server],
    queryFn: async () => {
      const { db } = data;
      const [machine, health, space, pending, review, receipts, log, ...sizes] = await Promise.all([
        bridge.call('diagnostics.machine').catch(() => null),
        api?.health() ?? null,
        quota().catch(() => null),
        db.pending.toArray(),
        db.review.toArray(),
        bridge.call('alarms.receipts'),
        bridge.call('diagnostics.log', { lines: LOG_LINES }),
        ...db.tables.map(async (table) => [table.name, await table.count()] as const),
      ]);
      return { machine, health, quota: space, pending, review, receipts, log, counts: Object.fromEntries(sizes) };
    },
    refetchInterval: LOOK_EVERY,
    gcTime: 0,
  });
  const look = () => void looked.refetch();
  const seen = looked.data;
  if (!seen) return { facts: undefined, look };
  const waiting = seen.pending.filter(({ outcome }) => outcome === undefined).map(({ mutation }) => mutation.at);
  const laptop: LaptopFacts = {
    info,
    machine: seen.machine,
    status,
    transfers,
    connection,
    preferences,
    health: seen.health,
    quota: seen.quota,
    oldestPendingAt: waiting.length > 0 ? Math.min(...waiting) : null,
    now: data.now(),
  };
  return { facts: { ...seen, laptop, checks: checkLaptop(laptop), zone: format.zone }, look };
}
