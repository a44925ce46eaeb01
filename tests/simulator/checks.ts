import { canonicalJson } from '../../src-server/store/log-chain.ts';
import { collections, isCollectionName, scopesOfPerson } from '../../src-shared/model/collections.ts';
import { revisionId } from '../../src-shared/model/procedure.ts';
import { sameJson } from '../../src-shared/mutators/same.ts';
import { addSum, checksumOf, EMPTY_SUM, formatSum } from '../../src-shared/sync/checksum.ts';
import { shownRows } from '../support/memory-store.ts';
import type { Device } from './device.ts';
import type { Deed } from './operations.ts';
import { SAVED_TEXTS } from './procedure-operations.ts';
import type { SimServer } from './server.ts';
import type { Mix } from './simulate.ts';
import type { World } from './world.ts';

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
export function checkMonotonic(world: World, device: Device, seen: Map<string, Seen>): void {
  const disk = device.disk();
  const meta = disk.meta.get('meta');
  if (!meta) return;
  const before = seen.get(device.name);
  const sameHistory = before?.epoch === meta.epoch;
  const sinceGen = before && sameHistory ? before.sinceGen : (meta.snapshot?.gen ?? meta.gen);
  // A record that went away and comes back is not older than it was.
  const versions = before && sameHistory ? before.versions : new Map<string, number>();
  for (const [key, row] of shownRows(disk)) {
    if (row.version === 0 || row.gen < sinceGen) continue;
    const was = versions.get(key);
    if (was !== undefined && row.version < was) fail(`${device.name}: ${key} went back from ${was} to ${row.version}`);
    if (was !== row.version) versions.set(key, row.version);
  }
  world.met('versions never go back');
  if (before && sameHistory) {
    if (meta.cursor !== null && meta.cursor < before.cursor) fail(`${device.name}: the cursor went back`);
  }
  seen.set(device.name, {
    epoch: meta.epoch,
    sinceGen,
    cursor: Math.max(meta.cursor ?? 0, before && sameHistory ? before.cursor : 0),
    versions,
  });
}

interface NoteArgs {
  id?: string;
  text?: string;
  run?: string;
  event?: { text?: string };
}
const isNote = (args: unknown): args is NoteArgs => typeof args === 'object' && args !== null;

/** What one wrote stays to be read, from the moment the console took it: on the way, confirmed, or under review. */
export function checkReadYourWrites(
  world: World,
  mix: Mix,
  devices: readonly Device[],
  device: Device,
  deeds: readonly Deed[],
): void {
  const disk = device.disk();
  const meta = disk.meta.get('meta');
  const twin = hasTwin(devices, device.person);
  // Until what the restored server lost is asked for again, and what a twin holds of it was sent by the twin.
  if (!meta || meta.resend || (twin && mix.restore)) return;
  const shown = shownRows(disk);
  let texts: Set<string> | null = null;
  for (const deed of deeds) {
    if (deed.device !== device || deed.text === undefined || deed.name in SAVED_TEXTS) continue;
    const wiped = deed.wipesBefore < device.wipes();
    // An empty store shows what the journal saved once the copy is complete again.
    if (wiped && (!deed.saved || meta.cursor === null)) continue;
    world.met('own note stays to be read');
    if (wiped) world.met('own note stays to be read after a loss');
    if (mix.restore && meta.epoch !== 'epoch-0') world.met('own note stays to be read after a restore');
    if (twin) world.met('own note stays to be read beside a clone');
    texts ??= new Set(
      [...shown.values()].flatMap((row) =>
        (row.collection === 'timelineEntry' || row.collection === 'runEntry') && row.doc.event.kind === 'note'
          ? [row.doc.event.text]
          : [],
      ),
    );
    if (texts.has(deed.text)) continue;
    const { text } = deed;
    const about = (args: unknown) => isNote(args) && (args.text ?? args.event?.text) === text;
    if ([...disk.review.values()].some((row) => about(row.mutation.args))) continue;
    const pending = [...disk.pending.values()].find((row) => about(row.mutation.args));
    // Asked again for its answer alone: a restored server may have it and may not.
    const settled = () => device.journal().some((one) => about(one.mutation.args) && one.settledAt !== undefined);
    if (pending?.quiet && settled()) continue;
    // Refused under the numbering that the clone took over: no store knows the answer, and nobody may ask for it.
    const underOther = () => device.journal().some((one) => about(one.mutation.args) && one.clientId !== meta.clientId);
    if (twin && wiped && !pending && settled() && underOther()) continue;
    // Without the right to write notes, and until the server says no, it waits and shows nothing.
    if (pending && (meta.me?.role ?? 'viewer') === 'viewer') continue;
    // It may show nothing while the incident or the run that it is about is gone from under it.
    const subject = isNote(deed.args) ? (deed.args.run ? `run/${deed.args.run}` : `incident/${deed.args.id}`) : '';
    const under = shown.get(subject);
    // Or, of a run that a restored server lost, while another's beginning of it is known and its own is on its way.
    const isLater = under?.collection === 'run' && pending && under.doc.startedAt > pending.mutation.at;
    if (pending && (!under || isLater)) continue;
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

/** Whether a cloned profile of this person runs beside its original. */
export function hasTwin(devices: readonly Device[], person: string): boolean {
  return devices.filter((one) => one.person === person).length > 1;
}

/** Everybody shows exactly what the server holds for them. */
export async function checkConvergence(world: World, devices: readonly Device[], server: SimServer): Promise<void> {
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
    const shown = new Map(shownRows(disk));
    let sum = EMPTY_SUM;
    for (const one of records) {
      const doc: unknown = JSON.parse(one.docText ?? 'null');
      if (!isCollectionName(one.collection) || !collections[one.collection].safeParse(doc).success) {
        world.met('newer records left aside');
        if (meta?.unread === undefined) fail(`${device.name}: does not know that it cannot read ${one.id}`);
        continue;
      }
      const key = `${one.collection}/${one.id}`;
      const row = shown.get(key);
      const same = row && row.version === one.version && row.scope === one.scope;
      if (!same || !sameJson(row.doc, doc))
        fail(`${device.name}: ${key} is\n  ${JSON.stringify(row)}\nand on the server\n  ${JSON.stringify(one)}`);
      shown.delete(key);
      sum = addSum(sum, checksumOf(one.collection, one.id, one.version));
    }
    for (const key of shown.keys()) fail(`${device.name}: ${key} is not ${device.person}'s to see`);
    world.met('copy equals the server', records.length);
    world.met('checksum equals');
    if (meta && meta.unread === undefined && formatSum(meta.sum) !== formatSum(sum))
      fail(`${device.name}: the checksum differs`);
  }
}

/** Nobody takes words away here: what was saved into a text stands in it, whoever saved before and after. */
async function checkText(world: World, server: SimServer, { name, args, text }: Deed): Promise<void> {
  if (text === undefined || (name !== 'procedure.save' && name !== 'postMortem.save')) return;
  const collection = SAVED_TEXTS[name];
  const { id } = args as { id: string };
  const standing = await server.store().read(async (tx) => {
    const head = await tx.get(collection, id);
    return head && tx.get('revision', revisionId({ collection, id }, head.revision));
  });
  world.met('saved words stand');
  if (!`${standing?.title}\n${standing?.body}`.includes(text)) fail(`${name} of ${text} was taken, and it is gone`);
}

/**
 * Every deed once, none lost, each with an outcome somebody can see. Twins that fill a restored server's numbering in
 * turns are the one exception to once: a late copy of a message can then pass for the other twin's, and the deed is
 * done again under the new numbering. That nothing is lost holds there too, as does once for everybody else.
 */
export async function checkDeeds(
  world: World,
  mix: Mix,
  devices: readonly Device[],
  server: SimServer,
  deeds: readonly Deed[],
): Promise<void> {
  const broken = await server.store().verifyLog();
  if (broken !== undefined) fail(`the hash chain of the log breaks at ${broken}`);
  const log = await server.store().read((tx) => tx.log({ after: 0, limit: 1_000_000 }));
  world.met('log chain holds', log.length);
  const { epoch } = await server.store().read((tx) => tx.workspace());
  const found = new Map<string, { status: string; client: string; version: number }[]>();
  const numbered = new Map<string, number>();
  const gaps: string[] = [];
  for (const entry of log) {
    if (entry.client === '') continue;
    const before = numbered.get(entry.client) ?? 0;
    if (entry.seq !== before + 1) gaps.push(`${entry.client}: ${entry.seq} was done after ${before}`);
    numbered.set(entry.client, before + 1);
    world.met('order of one numbering kept');
    const actor: unknown = JSON.parse(entry.actor);
    const person = typeof actor === 'object' && actor !== null && 'id' in actor ? String(actor.id) : '';
    const key = identity(entry.name, JSON.parse(entry.args), entry.at, person);
    found.set(key, [...(found.get(key) ?? []), { status: entry.status, client: entry.client, version: entry.version }]);
  }
  const twinned = devices.filter((one) => hasTwin(devices, one.person)).map((one) => one.person);
  const sameDeed = new Map<string, string>();
  for (const [key, done] of found) {
    const [name, args, , person = ''] = key.split('|');
    if (twinned.includes(person)) sameDeed.set(`${name}|${args}|${person}`, done[0]?.status ?? '');
    const clients = new Set(done.map((one) => one.client));
    const most = mix.restore && twinned.includes(person) ? clients.size : 1;
    if (done.length > most) fail(`done ${done.length} times: ${key}`);
    world.met('deed done once', most === 1 ? 1 : 0);
  }
  for (const gap of gaps) fail(gap);
  for (const deed of deeds) {
    const { device } = deed;
    const key = identity(deed.name, deed.args, deed.at, device.person);
    // Twins that do the very same thing under the same number did it once: the server tells them apart by what they do.
    const status =
      found.get(key)?.[0]?.status ?? sameDeed.get(`${deed.name}|${canonicalJson(deed.args)}|${device.person}`);
    // Whoever sees it sees what its author had seen: everybody's copy holds the versions up to some point.
    const version = found.get(key)?.[0]?.version;
    if (version !== undefined && deed.read.epoch === epoch) {
      world.met('writes follow reads');
      if (version < deed.read.cursor)
        fail(`${key} came before what it was made upon: ${version} < ${deed.read.cursor}`);
    }
    const reviewed = devices.some((one) =>
      [...one.disk().review.values()].some(
        (row) => identity(row.mutation.name, row.mutation.args, row.mutation.at, one.person) === key,
      ),
    );
    if (status === 'applied') await checkText(world, server, deed);
    world.met('deed not lost');
    if (status === 'rejected') world.met('refusal is shown');
    if (status === undefined && !reviewed) {
      // Only what had neither reached the journal nor stayed in the store may be gone.
      if (deed.saved || device.wipes() === deed.wipesBefore) fail(`lost: ${device.name} ${key}`);
    }
    if (status === 'rejected' && !reviewed) fail(`refused and shown nowhere: ${device.name} ${key}`);
    // A clone keeps its list of refused changes while its twin sends the same ones to a restored server.
    const twins = mix.restore && hasTwin(devices, device.person);
    if (status !== 'rejected' && status !== undefined && reviewed && !twins) fail(`done and yet under review: ${key}`);
  }
}
