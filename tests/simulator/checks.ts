import { canonicalJson } from '../../src-server/store/log-chain.ts';
import { scopesOfPerson } from '../../src-shared/model/collections.ts';
import { addSum, checksumOf, EMPTY_SUM, formatSum } from '../../src-shared/sync/checksum.ts';
import type { Device } from './device.ts';
import type { Deed } from './operations.ts';
import type { SimServer } from './server.ts';

export class Violation extends Error {}

const fail = (what: string): never => {
  throw new Violation(what);
};

const identity = (name: string, args: unknown, at: number, person: string) =>
  `${name}|${canonicalJson(args)}|${at}|${person}`;

/** Per device: what it last showed, to see whether it ever goes back in time. */
export interface Seen {
  epoch: string | null;
  /** Records of an older snapshot belong to the history before. */
  sinceGen: number;
  cursor: number;
  versions: Map<string, number>;
}

/** After each commit: versions and cursor never go back within one history. */
export function checkMonotonic(device: Device, seen: Map<string, Seen>): void {
  const disk = device.disk();
  const meta = disk.meta.get('meta');
  if (!meta) return;
  const before = seen.get(device.name);
  const versions = new Map<string, number>();
  const sameHistory = before?.epoch === meta.epoch;
  const sinceGen = before && sameHistory ? before.sinceGen : (meta.snapshot?.gen ?? meta.gen);
  for (const [key, row] of disk.rows) if (row.version > 0 && row.gen >= sinceGen) versions.set(key, row.version);
  if (before && sameHistory) {
    for (const [key, version] of before.versions) {
      const now = versions.get(key);
      if (now !== undefined && now < version) fail(`${device.name}: ${key} went back from ${version} to ${now}`);
    }
    if (meta.cursor !== null && meta.cursor < before.cursor) fail(`${device.name}: the cursor went back`);
  }
  seen.set(device.name, {
    epoch: meta.epoch,
    sinceGen,
    cursor: Math.max(meta.cursor ?? 0, before && sameHistory ? before.cursor : 0),
    versions,
  });
}

/** What one wrote stays to be read, from the moment the console took it: on the way, confirmed, or under review. */
export function checkReadYourWrites(device: Device, deeds: readonly Deed[]): void {
  const disk = device.disk();
  let texts: Set<string> | null = null;
  for (const deed of deeds) {
    if (deed.device !== device || deed.text === undefined || deed.wipesBefore < device.wipes()) continue;
    texts ??= new Set(
      [...disk.rows.values()].flatMap((row) =>
        row.collection === 'timelineEntry' && row.doc.event.kind === 'note' ? [row.doc.event.text] : [],
      ),
    );
    if (texts.has(deed.text)) continue;
    const { text } = deed;
    const about = (args: unknown) => typeof args === 'object' && args !== null && 'text' in args && args.text === text;
    if ([...disk.review.values()].some((row) => about(row.mutation.args))) continue;
    const pending = [...disk.pending.values()].find((row) => about(row.mutation.args));
    // It may show nothing while the incident it is about is gone from under it.
    const args = deed.args as { id: string };
    if (pending && !disk.rows.has(`incident/${args.id}`)) continue;
    fail(`${device.name}: its own note is gone from its screen (${text}, ${pending ? 'still queued' : 'not queued'})`);
  }
}

/** What quiet means: everybody in step, nothing on its way. Says what is missing, or null. */
export async function unquiet(devices: readonly Device[], server: SimServer): Promise<string | null> {
  const head = (await server.store().read((tx) => tx.workspace())).version;
  for (const device of devices) {
    const meta = device.disk().meta.get('meta');
    const status = device.engine()?.status.getSnapshot();
    if (!status || !meta) return `${device.name} does not run`;
    if (status.phase !== 'live') return `${device.name} is ${status.phase} (${JSON.stringify(status.problem)})`;
    if (device.disk().pending.size > 0) return `${device.name} still has ${device.disk().pending.size} pending`;
    if (meta.cursor !== head) return `${device.name} is at ${meta.cursor} of ${head}`;
  }
  return null;
}

/** Everybody shows exactly what the server holds for them. */
export async function checkConvergence(devices: readonly Device[], server: SimServer): Promise<void> {
  for (const device of devices) {
    const { epoch, records } = await server.store().read(async (tx) => {
      const person = await tx.get('person', device.person);
      const scopes = person ? scopesOfPerson(device.person, person) : [];
      const all = await tx.changes({ scopes, since: 0, limit: 100_000 });
      return { epoch: (await tx.workspace()).epoch, records: all.filter((one) => !one.deleted) };
    });
    const disk = device.disk();
    const meta = disk.meta.get('meta');
    if (meta?.epoch !== epoch) fail(`${device.name}: is in ${meta?.epoch}, the server in ${epoch}`);
    if (disk.undo.size > 0) fail(`${device.name}: undo rows are left without a queue`);
    const shown = new Map(
      [...disk.rows].map(([key, row]) => [key, `${row.version} ${row.scope} ${canonicalJson(row.doc)}`]),
    );
    let sum = EMPTY_SUM;
    for (const one of records) {
      const key = `${one.collection}/${one.id}`;
      const want = `${one.version} ${one.scope} ${canonicalJson(JSON.parse(one.docText ?? 'null'))}`;
      if (shown.get(key) !== want) fail(`${device.name}: ${key} is\n  ${shown.get(key)}\nand on the server\n  ${want}`);
      shown.delete(key);
      sum = addSum(sum, checksumOf(one.collection, one.id, one.version));
    }
    for (const key of shown.keys()) fail(`${device.name}: ${key} is not ${device.person}'s to see`);
    if (meta && formatSum(meta.sum) !== formatSum(sum)) fail(`${device.name}: the checksum differs`);
  }
}

/**
 * Every deed once, none lost, each with an outcome somebody can see. `sharedHistory`: twins filled a restored server's
 * numbering in turns; a late copy of a message can then pass for the other twin's, and its deed is done again under
 * the new numbering. Once is not promised there; that nothing is lost is.
 */
export async function checkDeeds(
  devices: readonly Device[],
  server: SimServer,
  deeds: readonly Deed[],
  sharedHistory: boolean,
): Promise<void> {
  const broken = await server.store().verifyLog();
  if (broken !== undefined) fail(`the hash chain of the log breaks at ${broken}`);
  const log = await server.store().read((tx) => tx.log({ after: 0, limit: 1_000_000 }));
  const found = new Map<string, string[]>();
  for (const entry of log) {
    if (entry.client === '') continue;
    const actor: unknown = JSON.parse(entry.actor);
    const person = typeof actor === 'object' && actor !== null && 'id' in actor ? String(actor.id) : '';
    const key = identity(entry.name, JSON.parse(entry.args), entry.at, person);
    found.set(key, [...(found.get(key) ?? []), entry.status]);
  }
  const twinned = new Set(devices.map((one) => one.person)).size < devices.length;
  const sameDeed = new Map<string, string>();
  for (const [key, statuses] of twinned ? found : []) {
    const [name, args, , person] = key.split('|');
    sameDeed.set(`${name}|${args}|${person}`, statuses[0] ?? '');
  }
  for (const [key, statuses] of sharedHistory ? [] : found)
    if (statuses.length > 1) fail(`done ${statuses.length} times: ${key}`);
  for (const deed of deeds) {
    const { device } = deed;
    const key = identity(deed.name, deed.args, deed.at, device.person);
    // Twins that do the very same thing under the same number did it once: the server tells them apart by what they do.
    const status = found.get(key)?.[0] ?? sameDeed.get(`${deed.name}|${canonicalJson(deed.args)}|${device.person}`);
    const reviewed = devices.some((one) =>
      [...one.disk().review.values()].some(
        (row) => identity(row.mutation.name, row.mutation.args, row.mutation.at, one.person) === key,
      ),
    );
    if (status === undefined && !reviewed) {
      // Only what had neither reached the journal nor stayed in the store may be gone.
      if (deed.saved || device.wipes() === deed.wipesBefore) fail(`lost: ${device.name} ${key}`);
    }
    if (status === 'rejected' && !reviewed) fail(`refused and shown nowhere: ${device.name} ${key}`);
    // A clone keeps its list of refused changes while its twin sends the same ones to a restored server.
    const twins = devices.some((one) => one !== device && one.person === device.person);
    if (status !== 'rejected' && status !== undefined && reviewed && !twins) fail(`done and yet under review: ${key}`);
  }
}
