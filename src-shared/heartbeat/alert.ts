import type { AlertGroup } from '../intake/normalised.ts';
import type { Heartbeat } from '../model/heartbeat.ts';
import { type Instant, isoInstant } from '../time/clock.ts';
import type { HeartbeatView } from './state.ts';

/** Under this name heartbeats raise alerts, and their incidents are opened. */
export const HEARTBEAT_SENDER = 'Vigie';

/** The `alertname` of a heartbeat that is down, for silences and runbooks to match. */
const HEARTBEAT_DOWN = 'HeartbeatDown';

function reasonOf({ why, expectedAt, startedAt, downAt }: HeartbeatView, doc: Heartbeat): string {
  const grace = `grace ${Math.round(doc.schedule.grace / 60_000)} min`;
  if (why === 'failed') {
    const { exitCode } = doc.facts?.down ?? {};
    return exitCode === undefined ? 'The job said that it failed.' : `The job ended with exit status ${exitCode}.`;
  }
  if (why === 'overran' && startedAt !== undefined) {
    return `Started ${isoInstant(startedAt)} and not ended since (${grace}).`;
  }
  return `No success came in time: expected ${isoInstant(expectedAt ?? downAt ?? 0)} (${grace}).`;
}

/** What a title says of it, in words that jobs are spoken of with in any language. */
const BRIEFLY = { failed: 'failed', overran: 'timeout', missed: 'no ping' } as const;

/** `nightly-dump · exit 1`: which job, and what is the matter with it. */
function titleOf({ why }: HeartbeatView, { name, facts }: Heartbeat): string {
  const { exitCode } = facts?.down ?? {};
  if (why === undefined) return name;
  return `${name} · ${why === 'failed' && exitCode !== undefined ? `exit ${exitCode}` : BRIEFLY[why]}`;
}

/**
 * The alert of a heartbeat that is down, or no longer is, in the form of every sender's. `service` is the name of its
 * service, `said` what the failing ping said.
 */
export function heartbeatAlert(
  id: string,
  doc: Heartbeat,
  view: HeartbeatView,
  {
    status,
    startsAt,
    at,
    service,
    said,
  }: {
    status: 'firing' | 'resolved';
    startsAt: Instant;
    at: Instant;
    service?: string | undefined;
    said?: string | undefined;
  },
): AlertGroup {
  const { name, tags, priority, facts, schedule } = doc;
  const reason = status === 'firing' ? reasonOf(view, doc) : 'The job is heard of again, or watched no more.';
  const annotations = {
    ...(facts?.succeededAt === undefined ? {} : { last_success: isoInstant(facts.succeededAt) }),
    ...(schedule.kind === 'period' ? {} : { schedule: `${schedule.expression} (${schedule.zone})` }),
  };
  return {
    // A name that is a service's id already stays it.
    group: { key: id, ...(doc.service === undefined ? {} : { service: doc.service }) },
    alerts: [
      {
        dedupKey: id,
        status,
        title: titleOf(view, doc),
        summary: said === undefined ? reason : `${reason}\n\n${said.slice(-4_000).toWellFormed()}`,
        labels: {
          alertname: HEARTBEAT_DOWN,
          heartbeat: name,
          priority,
          ...(service === undefined ? {} : { service }),
          ...(tags.length === 0 ? {} : { tags: tags.join(' ') }),
        },
        annotations,
        startsAt,
        ...(status === 'resolved' ? { endsAt: at } : {}),
      },
    ],
  };
}
