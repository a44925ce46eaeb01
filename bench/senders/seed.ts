import { join } from 'node:path';
import { createSqliteStore } from '../../src-server/store/sqlite.ts';
import type { Alert } from '../../src-shared/model/alert.ts';
import { incidentId, slaPolicyId } from '../../src-shared/model/ids.ts';
import type { Incident, TimelineEntry } from '../../src-shared/model/incident.ts';
import type { BufferedWrite } from '../../src-shared/mutators/buffer.ts';
import { DAY, type Instant, MINUTE } from '../../src-shared/time/clock.ts';

/** Records that one incident brings: itself, its alerts, its timeline. */
const ALERTS = 4;
const ENTRIES = 5;
const RECORDS_AN_INCIDENT = 1 + ALERTS + ENTRIES;
/** The last incidents are open, all before are closed. */
const OPEN = 200;
const TOGETHER = 500;

function incidentWrites(n: number, isOpen: boolean, now: Instant): BufferedWrite[] {
  const id = incidentId(`seed-${String(n).padStart(9, '0')}`);
  const openedAt = isOpen ? now - 5 * MINUTE : now - DAY - n * 10;
  const target = 60 * MINUTE;
  const clock = (over: number) => ({
    segments: [{ from: openedAt, target: over, priority: 'P2' as const, calendar: null, reason: 'opened' as const }],
    ...(isOpen ? {} : { stoppedAt: openedAt + 20 * MINUTE }),
  });
  const by = { kind: 'sender', name: 'alertmanager' } as const;
  const incident: Incident = {
    number: n + 1,
    title: `HighErrorRate: service-${n % 40} answers with errors (${n})`,
    priority: 'P2',
    status: isOpen ? 'triggered' : 'closed',
    policy: slaPolicyId('default'),
    openedAt,
    openedBy: by,
    ...(isOpen ? {} : { resolvedAt: openedAt + 20 * MINUTE, resolvedBy: by, closedAt: openedAt + 30 * MINUTE }),
    links: [],
    groupKey: `alertmanager\u0000service-${n % 40}\u0000${n}`,
    alertsTotal: ALERTS,
    alertsFiring: isOpen ? ALERTS : 0,
    clocks: { response: clock(target), resolution: clock(4 * target) },
  };
  const alerts = Array.from({ length: ALERTS }, (_, a): BufferedWrite => {
    const doc: Alert = {
      incident: id,
      dedupKey: `${n}-${a}`,
      sender: 'alertmanager',
      status: isOpen ? 'firing' : 'resolved',
      priority: 'P2',
      title: `HighErrorRate: service-${n % 40} answers with errors on replica ${a}`,
      labels: {
        alertname: 'HighErrorRate',
        service: `service-${n % 40}`,
        instance: `replica-${n}-${a}:9100`,
        severity: 'warning',
      },
      annotations: { summary: 'More than 5 % of the requests of the last five minutes failed.' },
      startsAt: openedAt,
      lastReceivedAt: openedAt + 10 * MINUTE,
      firings: 1,
    };
    return { collection: 'alert', id: `${id}-alert-${a}`, doc };
  });
  const entries = Array.from({ length: ENTRIES }, (_, e): BufferedWrite => {
    const at = openedAt + e * MINUTE;
    const doc: TimelineEntry = {
      incident: id,
      event: {
        kind: 'note',
        text: `Step ${e}: looked at the dashboards, the error rate of replica ${e} is back to normal.`,
      },
      by,
      via: 'intake',
      at,
      receivedAt: at,
    };
    return { collection: 'timelineEntry', id: `${id}-entry-${e}`, doc };
  });
  return [{ collection: 'incident', id, doc: incident }, ...alerts, ...entries];
}

/** The same record with text in it that makes its document `weight` characters of JSON long. */
function weighing(write: BufferedWrite, weight: number): BufferedWrite {
  const filler = (doc: unknown) => {
    const words = ' The error rate of the last five minutes is compared with that of the week before.';
    return words.repeat(20).slice(0, Math.max(1, weight - JSON.stringify(doc).length - 20));
  };
  const { collection, doc } = write;
  if (collection === 'incident' && doc) return { ...write, doc: { ...doc, statusText: filler(doc) } } as BufferedWrite;
  if (collection === 'alert' && doc) return { ...write, doc: { ...doc, summary: filler(doc) } } as BufferedWrite;
  if (collection === 'timelineEntry' && doc) {
    const { event } = doc as TimelineEntry;
    const text = event.kind === 'note' ? event.text + filler(doc) : '';
    return { ...write, doc: { ...doc, event: { kind: 'note', text } } } as BufferedWrite;
  }
  return write;
}

/**
 * Fills a server's stopped data folder up to `records`, from where it was at `from`, through the store's own write
 * path: versions, scopes, checksums and indexes are as if they had been made one by one.
 * With `weight` each document is that many characters long.
 */
export async function seed(data: string, from: number, records: number, now: Instant, weight = 0): Promise<void> {
  const store = await createSqliteStore({ file: join(data, 'vigie.db') });
  try {
    const first = Math.round(from / RECORDS_AN_INCIDENT);
    const last = Math.round(records / RECORDS_AN_INCIDENT);
    for (let n = first; n < last; n += TOGETHER) {
      await store.write(async (tx) => {
        for (let one = n; one < Math.min(last, n + TOGETHER); one += 1) {
          const writes = incidentWrites(one, one >= last - OPEN, now);
          tx.apply(weight === 0 ? writes : writes.map((write) => weighing(write, weight)));
        }
        // What was open at the last size has been closed since.
        if (n === first) {
          for (let one = Math.max(0, first - OPEN); one < first; one += 1) tx.apply(incidentWrites(one, false, now));
        }
      });
    }
  } finally {
    await store.close();
  }
}
