import type { SyncEngine } from '../../src-shared/sync/engine.ts';
import { type MemoryDisk, shownRows } from '../support/memory-store.ts';
import { chooseBackup } from './backup-operations.ts';
import { chooseChange } from './change-operations.ts';
import type { Device } from './device.ts';
import { chooseHeartbeat } from './heartbeat-operations.ts';
import { chooseMaintenance } from './maintenance-operations.ts';
import { PEOPLE, TEAMS } from './people.ts';
import { chooseWritten } from './procedure-operations.ts';
import type { World } from './world.ts';

/** What a person did, and what became of it as far as they were told. */
export interface Deed {
  device: Device;
  name: string;
  args: unknown;
  /** The instant it was made at, as the mutation carries it: with name and arguments it tells deeds apart. */
  at: number;
  text?: string;
  /** Losses of the disk before it was taken. */
  wipesBefore: number;
  /** Its journal entry is fsynced: it may no longer be lost. */
  saved: boolean;
  /** What the console had read of which history when it was made. */
  read: { epoch: string | null; cursor: number };
}

/** A UUIDv7 in shape; deterministic. */
function uuid(world: World): string {
  const made = world.count();
  const hex = (n: number, length: number) => Math.floor(n).toString(16).padStart(length, '0').slice(-length);
  const random = hex(world.random.next() * 2 ** 48, 12);
  return `${hex(world.now(), 12).replace(/(.{8})(.{4})/, '$1-$2')}-7${hex(made, 3)}-8${hex(made >> 12, 3)}-${random}`;
}

function docsOf(disk: MemoryDisk, collection: string): { id: string; doc: unknown }[] {
  return [...shownRows(disk).values()].filter((row) => row.collection === collection);
}

/** Something a person may do with what their console shows. */
function choose(world: World, device: Device): { name: string; args: Record<string, unknown>; text?: string } {
  const { random } = world;
  const disk = device.disk();
  const incidents = docsOf(disk, 'incident');
  const views = docsOf(disk, 'savedView');
  const what = random.next();
  if (incidents.length < 2 || what < 0.08) {
    const priority = random.pick(['P0', 'P1', 'P2', 'P3', 'P4']);
    return { name: 'incident.open', args: { id: uuid(world), title: `incident ${world.count()}`, priority } };
  }
  if (what < 0.22) {
    const visibility = random.pick(['owner', 'all', { team: random.pick(TEAMS) }]);
    const known = random.chance(0.5)
      ? random.pick(views.length > 0 ? views : [{ id: `view-${world.count()}`, doc: null }])
      : null;
    const id = known?.id ?? `view-${uuid(world)}`;
    const doc = { name: `view ${random.int(1, 999)}`, owner: device.person, visibility, filter: {} };
    return { name: 'savedView.save', args: { id, doc } };
  }
  if (what < 0.26 && views.length > 0) return { name: 'savedView.remove', args: { id: random.pick(views).id } };
  if (what < 0.3) return { name: 'person.setDuty', args: { person: device.person, on: random.chance(0.5) } };
  const resolved = incidents.filter(({ doc }) => (doc as { status: string }).status === 'resolved');
  if (resolved.length > 0 && random.chance(0.3)) {
    return { name: 'incident.close', args: { id: random.pick(resolved).id } };
  }
  const { id } = random.pick(incidents);
  if (random.chance(0.35)) {
    const written = chooseWritten(random, disk, id, () => uuid(world));
    if (written) return written;
  }
  if (random.chance(0.16)) {
    const recurring = chooseMaintenance(random, disk, world.now(), () => uuid(world));
    if (recurring) return recurring;
  }
  if (random.chance(0.22)) {
    return chooseChange(random, disk, { incident: id, now: world.now() }, () => uuid(world));
  }
  if (random.chance(0.06)) {
    const backup = chooseBackup(random, disk, () => uuid(world));
    if (backup) return backup;
  }
  if (random.chance(0.08)) return chooseHeartbeat(random, docsOf(disk, 'heartbeat'), () => uuid(world));
  if (what < 0.55) {
    const text = `note ${uuid(world)}`;
    return { name: 'incident.note', args: { id, text }, text };
  }
  return random.pick([
    { name: 'incident.acknowledge', args: { id } },
    { name: 'incident.acknowledge', args: { id } },
    { name: 'incident.unacknowledge', args: { id } },
    { name: 'incident.assign', args: { id, to: random.pick([...PEOPLE, null]) } },
    { name: 'incident.setPriority', args: { id, priority: random.pick(['P0', 'P1', 'P2', 'P3']), reason: 'why' } },
    { name: 'incident.setStatusText', args: { id, text: `status ${random.int(1, 999)}` } },
    { name: 'incident.page', args: { id, team: random.pick(TEAMS) } },
    { name: 'incident.answer', args: { id } },
    { name: 'incident.pause', args: { id, reason: 'waiting' } },
    { name: 'incident.resume', args: { id } },
    { name: 'incident.resolve', args: { id } },
    { name: 'incident.reopen', args: { id } },
  ]);
}

/** Does one thing at a console; `deeds` learns of it once the console has taken it. */
export async function act(world: World, device: Device, deeds: Deed[]): Promise<void> {
  const engine: SyncEngine | null = device.engine();
  if (!engine) return;
  const { name, args, text } = choose(world, device);
  const wipesBefore = device.wipes();
  const meta = device.disk().meta.get('meta');
  const read = { epoch: meta?.epoch ?? null, cursor: meta?.cursor ?? 0 };
  const result = await engine.mutate(name, args, 'console');
  if (!result.ok || result.value.seq === null || device.engine() !== engine) return;
  const { seq, saved } = result.value;
  // The queue has it, or, where it was answered already, the journal.
  const row =
    [...device.disk().pending.values()].findLast((one) => one.mutation.name === name && one.mutation.args === args) ??
    device.journal().findLast((one) => one.mutation.name === name && one.mutation.seq === seq);
  if (!row) throw new Error(`${device.name}: mutation ${seq} was taken but is neither in the queue nor in the journal`);
  const { at } = row.mutation;
  const deed: Deed = { device, name, args, at, ...(text ? { text } : {}), wipesBefore, saved: false, read };
  deeds.push(deed);
  world.log(`${device.name}: ${seq} ${name} ${JSON.stringify(args).slice(0, 90)}`);
  await saved;
  deed.saved = true;
}
