import type { Receipt } from '../../../src-shared/alarms/plan.ts';
import { COVER, withoutSecrets } from '../../../src-shared/diagnostics/redact.ts';
import type { PendingRow, ReviewRow } from '../../../src-shared/sync/local-store.ts';
import { type Instant, isoInstant } from '../../../src-shared/time/clock.ts';
import type { LaptopCheck, LaptopFacts } from './laptop-checks.ts';

export const PARTS = ['versions', 'checks', 'sync', 'settings', 'outbox', 'counts', 'alarms', 'log', 'words'] as const;
export type Part = (typeof PARTS)[number];

/** All but what people wrote in the changes that wait: that is added on purpose alone. */
export const USUAL_PARTS: readonly Part[] = PARTS.filter((part) => part !== 'words');

export interface BundleFacts {
  laptop: LaptopFacts;
  checks: readonly LaptopCheck[];
  zone: string;
  pending: readonly PendingRow[];
  review: readonly ReviewRow[];
  /** Rows by table of the local copy. */
  counts: Readonly<Record<string, number>>;
  receipts: readonly Receipt[];
  log: readonly string[];
}

const RECEIPTS = 40;

const when = (at: Instant | null | undefined) => (at === null || at === undefined ? '—' : isoInstant(at));

function pairs(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}

/** One part as lines, in English and in the machine's own names: it is read by whoever helps. */
const WRITE: Readonly<Record<Part, (facts: BundleFacts) => string[]>> = {
  versions: ({ laptop: { info, machine, health }, zone }) =>
    pairs({
      vigie: info.version,
      server: health?.ok ? health.value.version : '—',
      electron: info.electron,
      chromium: info.chrome,
      node: info.node,
      platform: info.platform,
      locale: info.locale,
      zone,
      ...(machine ? { uptimeSeconds: Math.round(machine.uptime), memory: machine.memory } : {}),
    }),
  checks: ({ checks }) =>
    checks.map(({ id, level, says, values, advice, problem }) =>
      [level.padEnd(4), id, says, values && JSON.stringify(values), problem?.code, advice && `→ ${advice}`]
        .filter(Boolean)
        .join(' '),
    ),
  sync: ({ laptop: { status, transfers, machine } }) =>
    pairs({
      phase: status.phase,
      problem: status.problem ?? '—',
      storage: status.storage,
      cursor: status.cursor ?? '—',
      dataAt: when(status.dataAt),
      silentSince: when(status.silentSince),
      pending: status.pending,
      unsaved: status.unsaved,
      review: status.review,
      repairs: status.repairs,
      clockOffsetMs: Math.round(status.clockOffset),
      filesWaiting: transfers.waiting,
      filesProblem: transfers.problem ?? '—',
      ...(machine ? { journal: machine.journal, files: machine.files } : {}),
    }),
  settings: ({ laptop: { connection, preferences } }) =>
    pairs({
      server: connection.server ?? '—',
      signedIn: connection.token !== undefined,
      tokenInMemoryOnly: connection.tokenInMemoryOnly,
      embedded: connection.embedded ?? false,
      ...preferences,
    }),
  outbox: ({ pending, review }) => [
    ...pending.map(({ clientId, mutation, state, outcome }) =>
      [when(mutation.at), mutation.name, `${clientId}#${mutation.seq}`, state, outcome?.status]
        .filter(Boolean)
        .join(' '),
    ),
    ...review.map(({ id, mutation, reason, rejectedAt }) =>
      [when(mutation.at), mutation.name, id, 'refused', when(rejectedAt), reason].join(' '),
    ),
  ],
  counts: ({ counts }) => pairs(counts),
  alarms: ({ receipts }) =>
    receipts.slice(-RECEIPTS).map(({ at, kind, alarm }) => `${isoInstant(at)} ${kind} ${alarm}`),
  log: ({ log }) => [...log],
  words: ({ pending, review }) =>
    [...pending, ...review].map(({ mutation }) => `${mutation.name} #${mutation.seq} ${JSON.stringify(mutation.args)}`),
};

/** One part as it stands in the file. */
function partText(part: Part, facts: BundleFacts): string {
  const lines = WRITE[part](facts);
  return [`== ${part} ==`, ...(lines.length > 0 ? lines : ['none']), ''].join('\n');
}

/**
 * The very text of the file: what is previewed is what is saved. Secrets are blotted out of every part, the token that
 * is in use by its own letters.
 */
export function bundleText(facts: BundleFacts, parts: readonly Part[]): string {
  const head = `Vigie diagnostics ${isoInstant(facts.laptop.now)}\n`;
  const text = [head, ...PARTS.filter((part) => parts.includes(part)).map((part) => partText(part, facts))].join('\n');
  const { token } = facts.laptop.connection;
  const clean = withoutSecrets(text);
  return token === undefined || token === '' ? clean : clean.replaceAll(token, COVER);
}
