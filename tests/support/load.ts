import { setTimeout as pause } from 'node:timers/promises';
import { meSchema, pullResponseSchema, pushResponseSchema } from '../../src-shared/contract/http.ts';

/** Four laptops that write notes and a few tools that send alerts, as patient as the real ones. */
export interface Load {
  /** What has been acknowledged so far. */
  acknowledged(): { notes: number; alerts: number };
  /** How many requests had to be sent again. */
  repeated(): number;
  /** Ends when each has the answer to its last request. Throws what no laptop should ever be told. */
  stop(): Promise<void>;
  /** What is missing or twice among the records now, as a reader sees them at `url`. Empty when all is well. */
  faults(url: string): Promise<string[]>;
}

export interface LoadTarget {
  /** Where the next request goes. */
  url(): string;
  token: string;
  /** Path of a generic intake address, key included. */
  intake: string;
  clients?: number;
  senders?: number;
}

const PATIENCE = 60_000;
/** Texts of this load, whatever else is in the workspace. */
const OURS = /^(?:laptop|sender)-\d/;

export async function startLoad(target: LoadTarget): Promise<Load> {
  const { token, intake, clients = 4, senders = 2 } = target;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const notes: string[] = [];
  const alerts: string[] = [];
  let repeated = 0;
  let running = true;

  /** The same request again and again until it is answered, as outbox and senders do. */
  async function insist(path: string, body: unknown): Promise<unknown> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      const answer = await fetch(target.url() + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      })
        .then(async (one) => ({ status: one.status, text: await one.text() }))
        .catch((error: unknown) => ({ status: 0, text: String(error) }));
      if (answer.status === 200) return JSON.parse(answer.text);
      if (answer.status !== 0 && answer.status < 500) {
        throw new Error(`${path} answered ${answer.status}: ${answer.text} to ${JSON.stringify(body).slice(0, 200)}`);
      }
      if (performance.now() > end) throw new Error(`${path} is not answered: ${answer.text}`);
      repeated += 1;
      await pause(50);
    }
  }
  const get = async (url: string, path: string) => (await fetch(url + path, { headers })).json();

  const { person } = meSchema.parse(await get(target.url(), '/api/me'));
  const incident = '01997e58-0000-7000-8000-000000000001';
  const client = async (name: string) => {
    for (let seq = 1; running; ) {
      const count = 1 + (seq % 3);
      const texts = Array.from({ length: count }, (_, n) => `${name} says ${seq + n}`);
      const mutations = texts.map((text, n) => ({
        seq: seq + n,
        name: 'incident.note',
        args: { id: incident, text },
        at: Date.now() - 1_000,
        via: 'console',
      }));
      const { results } = pushResponseSchema.parse(await insist('/api/sync/push', { clientId: name, mutations }));
      for (const [n, result] of results.entries()) {
        if (result.seq !== seq + n || result.status !== 'applied')
          throw new Error(`${name}: ${JSON.stringify(results)}`);
      }
      notes.push(...texts);
      seq += count;
    }
  };
  const sender = async (name: string) => {
    for (let n = 1; running; n += 1) {
      const title = `${name} sends ${n}`;
      await insist(intake, { title, dedupKey: title, service: name });
      alerts.push(title);
    }
  };

  const opening = { seq: 1, name: 'incident.open', args: { id: incident, title: 'Load', priority: 'P3' } };
  const opened = { ...opening, at: Date.now() - 60_000, via: 'console' };
  await insist('/api/sync/push', { clientId: `opener-of-${person}`, mutations: [opened] });
  const all = [
    ...Array.from({ length: clients }, (_, n) => client(`laptop-${n}-of-${person}`)),
    ...Array.from({ length: senders }, (_, n) => sender(`sender-${n}`)),
  ];
  const working = Promise.all(all);
  // Told by `stop`, which everybody calls.
  working.catch(() => undefined);

  return {
    acknowledged: () => ({ notes: notes.length, alerts: alerts.length }),
    repeated: () => repeated,
    async stop() {
      running = false;
      await working;
    },
    async faults(url) {
      const seen = new Map<string, number>();
      const versions = new Set<number>();
      const faults: string[] = [];
      for (let since = 0, more = true; more; ) {
        const page = pullResponseSchema.parse(await get(url, `/api/sync/pull?since=${since}&limit=5000`));
        for (const { collection, version, doc } of page.changes) {
          if (versions.has(version)) faults.push(`version ${version} is there twice`);
          versions.add(version);
          const text = textOf(collection, doc);
          if (text !== undefined) seen.set(text, (seen.get(text) ?? 0) + 1);
        }
        since = page.cursor;
        more = page.more;
      }
      for (const text of [...notes, ...alerts]) {
        const times = seen.get(text) ?? 0;
        if (times !== 1) faults.push(`${times === 0 ? 'lost' : `${times} times`}: ${text}`);
        seen.delete(text);
      }
      for (const text of seen.keys()) if (OURS.test(text)) faults.push(`never acknowledged: ${text}`);
      return faults;
    },
  };
}

/** The text of a note, the title of an incident. */
function textOf(collection: string, doc: unknown): string | undefined {
  if (typeof doc !== 'object' || doc === null) return undefined;
  if (collection === 'incident' && 'title' in doc) return String(doc.title);
  if (collection !== 'timelineEntry' || !('event' in doc)) return undefined;
  const { event } = doc;
  if (typeof event !== 'object' || event === null || !('kind' in event) || event.kind !== 'note') return undefined;
  return 'text' in event ? String(event.text) : undefined;
}
