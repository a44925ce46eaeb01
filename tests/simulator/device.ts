import type { JournalEntry } from '../../src-shared/contract/ipc.ts';
import { createSyncEngine, type SyncEngine } from '../../src-shared/sync/engine.ts';
import type { LocalStore } from '../../src-shared/sync/local-store.ts';
import type { Journal } from '../../src-shared/sync/ports.ts';
import { type Replica, replica } from '../../src-shared/sync/replica.ts';
import { DAY } from '../../src-shared/time/clock.ts';
import { copyDisk, createMemoryStore, emptyDisk, type MemoryDisk } from '../support/memory-store.ts';
import { createSimTransport, type NetworkFaults } from './network.ts';
import type { SimServer } from './server.ts';
import type { World } from './world.ts';

/** Where a planted bug takes the laptop's place. */
export interface DeviceBugs {
  replica?(real: Replica): Replica;
  store?(real: LocalStore, world: World, disk: () => MemoryDisk): LocalStore;
}

export interface DeviceDeps {
  world: World;
  server: SimServer;
  name: string;
  person: string;
  faults(): NetworkFaults;
  bugs: DeviceBugs;
  /** Called after each commit to the disk. */
  onCommit(device: Device): void;
}

/** A laptop: a disk, a journal file, a clock that may be wrong, and at most one running console. */
export interface Device {
  name: string;
  person: string;
  disk(): MemoryDisk;
  journal(): JournalEntry[];
  engine(): SyncEngine | null;
  reports: string[];
  boot(): void;
  /** The console dies: where it stands, around its next commit, or while the journal is written. `wipe` takes IndexedDB with it. */
  crash(how: { wipe: boolean; where?: 'now' | 'before' | 'after' | 'append' }): void;
  cut(yes: boolean): void;
  /** What has no room left: IndexedDB and the journal's file have limits of their own. */
  fillDisk(what: 'store' | 'journal' | 'both' | null): void;
  jumpClock(by: number): void;
  /** How often this disk lost its records. */
  wipes(): number;
  /** Another build of the console is installed, which may know more. Not while it runs. */
  update(): void;
  /** Another laptop with this one's disk and journal as they are now. */
  copyTo(other: Device): void;
  load(disk: MemoryDisk, journal: JournalEntry[]): void;
}

export function createDevice(deps: DeviceDeps): Device {
  const { world, server, name, person } = deps;
  const { random } = world;
  let disk = emptyDisk();
  let journal: JournalEntry[] = [];
  let engine: SyncEngine | null = null;
  let incarnation = 0;
  let offline = false;
  let full: Parameters<Device['fillDisk']>[0] = null;
  let skew = 0;
  let ids = 0;
  let wipes = 0;
  let damaged = 0;
  let dieAt: 'before' | 'after' | 'append' | null = null;
  /** What an append has handed to the file system and not yet fsynced. */
  let appending: JournalEntry[] = [];
  const never = () => new Promise<never>(() => {});

  function journalPort(alive: () => boolean): Journal {
    const slowly = async () => {
      await world.sleep(random.int(1, 8));
      if (!alive()) return never();
    };
    return {
      async append(entries) {
        if (!alive()) return never();
        appending = structuredClone(entries);
        if (dieAt === 'append') {
          device.crash({ wipe: false });
          return never();
        }
        await slowly();
        if (full === 'journal' || full === 'both') {
          world.met('full disk: journal refuses');
          throw new Error('ENOSPC');
        }
        journal.push(...appending);
        appending = [];
        if (random.chance(0.3)) await slowly();
      },
      async settle(clientId, upTo) {
        if (!alive()) return never();
        for (const entry of journal) {
          if (entry.clientId === clientId && entry.mutation.seq <= upTo) entry.settledAt ??= world.now();
        }
        if (random.chance(0.3)) await slowly();
      },
      async read() {
        await slowly();
        // A number that was journaled twice counts as it was last written.
        const last = new Map(journal.map((entry) => [`${entry.clientId}/${entry.mutation.seq}`, entry]));
        return { entries: structuredClone([...last.values()]), damaged };
      },
    };
  }

  const device: Device = {
    name,
    person,
    reports: [],
    disk: () => disk,
    journal: () => journal,
    engine: () => engine,
    wipes: () => wipes,
    boot() {
      // A death that no commit has brought about meanwhile does not come any more.
      dieAt = null;
      if (engine) return;
      incarnation += 1;
      const mine = incarnation;
      const alive = () => mine === incarnation;
      world.log(`${name} boots`);
      const pause = async () => {
        if (!alive()) return never();
        if (random.chance(0.25)) await world.sleep(random.int(1, 15));
        if (!alive()) return never();
      };
      const die = async (where: 'before' | 'after') => {
        if (dieAt !== where) return;
        world.met(`console crash ${where} a commit`);
        device.crash({ wipe: false });
        return never();
      };
      const real = createMemoryStore(disk, {
        async beforeCommit() {
          await pause();
          if (full === 'store' || full === 'both') {
            world.met('full disk: store refuses');
            throw new Error('QuotaExceededError: the disk is full');
          }
          await die('before');
        },
        async afterCommit() {
          deps.onCommit(device);
          await die('after');
          await pause();
        },
      });
      engine = createSyncEngine({
        local: deps.bugs.store ? deps.bugs.store(real, world, () => disk) : real,
        replica: async () => (deps.bugs.replica ? deps.bugs.replica(replica) : replica),
        transport: createSimTransport(world, server, person, { alive, cut: () => offline, faults: deps.faults }),
        journal: journalPort(alive),
        clock: world.clock(() => skew),
        scheduler: world.scheduler(alive),
        random: random.next,
        newClientId() {
          ids += 1;
          return `client-${name}-${ids}-${wipes}`;
        },
        isOurs: () => true,
        report(what) {
          device.reports.push(what);
          world.log(`${name}: ${what}`);
        },
      });
    },
    crash({ wipe, where = 'now' }) {
      if (!engine && !wipe) return;
      if (where !== 'now') {
        dieAt = where;
        return;
      }
      world.met('console crash');
      if (wipe) world.met('IndexedDB lost');
      if (wipe && disk.pending.size > 0) world.met('IndexedDB lost with changes unanswered');
      world.log(`${name} ${wipe ? 'dies and loses IndexedDB' : 'dies'}`);
      incarnation += 1;
      engine = null;
      if (appending.length > 0) {
        // A prefix reached the disk; the entry after it is torn.
        const whole = random.int(0, appending.length);
        journal.push(...appending.slice(0, whole));
        if (whole < appending.length) {
          damaged += 1;
          world.met('journal torn');
        }
        appending = [];
      }
      // The dead process still holds the old maps: it must not write into what the next one reads.
      disk = wipe ? emptyDisk() : copyDisk(disk);
      if (wipe) wipes += 1;
    },
    cut(yes) {
      if (offline !== yes) world.log(`${name} ${yes ? 'loses' : 'regains'} the network`);
      if (yes) world.met('partition');
      offline = yes;
    },
    fillDisk(what) {
      if (full !== what) world.log(`${name}: ${what ? `no room for ${what}` : 'disk has room'}`);
      full = what;
    },
    jumpClock(by) {
      skew += by;
      world.met(Math.abs(by) >= DAY ? 'clock jump of days' : 'clock jump of minutes');
      world.log(`${name}: clock jumps by ${by}`);
    },
    update() {
      const meta = disk.meta.get('meta');
      if (meta?.unread === undefined) return;
      world.met('console updated');
      disk.meta.set('meta', { ...meta, unread: 'an older build' });
    },
    copyTo(other) {
      other.load(copyDisk(disk), structuredClone(journal));
      world.met('profile cloned');
      world.log(`${name} is cloned as ${other.name}`);
    },
    load(someDisk, someJournal) {
      disk = someDisk;
      journal = someJournal;
    },
  };
  return device;
}
