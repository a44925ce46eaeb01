import { DAY, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { checkChanges } from './change-checks.ts';
import {
  checkConvergence,
  checkDeeds,
  checkMonotonic,
  checkReadYourWrites,
  hasTwin,
  type Seen,
  unquiet,
  Violation,
} from './checks.ts';
import type { Tally } from './coverage.ts';
import { createFileDatabase, createMemoryDatabase, type SimDatabase } from './database.ts';
import { createDevice, type Device, type DeviceBugs } from './device.ts';
import { wrongHeartbeat } from './heartbeat-operations.ts';
import { checkMaintenance } from './maintenance-checks.ts';
import { CALM, type NetworkFaults } from './network.ts';
import { act, type Deed } from './operations.ts';
import { createTemplate, PEOPLE, TEAMS } from './people.ts';
import { createSimServer, type ServerBugs } from './server.ts';
import { createRandom, createWorld, type Random, type World } from './world.ts';

/** A bug planted in the wiring, to see that the checks find it. */
export interface Planted extends DeviceBugs {
  server?: ServerBugs;
  /** Faults that must be among those of the run. */
  with?: Partial<Mix>;
}

/** Which troubles a run has: a different handful for each seed finds more than all of them always. */
/** The troubles that a run may have, each with its chance. */
const TROUBLES = {
  network: 0.8,
  partitions: 0.4,
  crashes: 0.4,
  serverCrashes: 0.4,
  wipes: 0.4,
  clocks: 0.4,
  permissions: 0.4,
  compaction: 0.4,
  restore: 0.4,
  clone: 0.4,
  diskFull: 0.4,
  /** Several server processes over one database. */
  processes: 0.25,
  /** The server is newer than the consoles, some of which are updated later. */
  upgrade: 0.2,
};
export type Mix = Record<keyof typeof TROUBLES, boolean>;

function mixOf(random: Random, forced: Partial<Mix>): Mix {
  const drawn = Object.entries(TROUBLES).map(([name, chance]): [string, boolean] => [name, random.chance(chance)]);
  return { ...(Object.fromEntries(drawn) as Mix), ...forced };
}

export interface Run {
  seed: number;
  mix: Mix;
  deeds: number;
  /** How often each fault fired and each check looked at something. */
  tally: Tally;
  trace: string[];
}

export class SimulationFailed extends Error {
  readonly trace: string[];
  constructor(seed: number, mix: Mix, cause: unknown, trace: string[]) {
    const on = Object.entries(mix)
      .flatMap(([name, isOn]) => (isOn ? name : []))
      .join(', ');
    const what = cause instanceof Violation ? cause.message : String(cause instanceof Error ? cause.stack : cause);
    super(`seed ${seed} (${on}): ${what}\n\n${trace.slice(-60).join('\n')}`);
    this.trace = trace;
  }
}

const CHAOS = 4 * MINUTE;
/** Longest that a healed system may take to come to rest: a few timeouts and the longest backoff. */
const HEALING = 5 * MINUTE;

let template: Promise<Uint8Array> | undefined;

/**
 * One run, over SQLite or the database that `open` gives. Throws `SimulationFailed` with the seed and the trace when an
 * invariant does not hold.
 */
export async function simulate(seed: number, planted: Planted = {}, open?: () => Promise<SimDatabase>): Promise<Run> {
  template ??= createTemplate();
  const mix = mixOf(createRandom(seed ^ 0x5eed), planted.with ?? {});
  const image = await template;
  const database = open ? await open() : mix.processes ? createFileDatabase(image) : createMemoryDatabase(image);
  const world = createWorld(seed, database.settled);
  const deeds: Deed[] = [];
  const seen = new Map<string, Seen>();
  let faults: NetworkFaults = CALM;
  let violation: unknown = null;
  const count = mix.processes ? world.random.int(2, 3) : 1;
  const server = await createSimServer(world, database, count, planted.server ?? {}, (what) => {
    violation ??= new Violation(what);
  });
  const guard = (check: () => void) => {
    try {
      check();
    } catch (error) {
      violation ??= error;
    }
  };
  const make = (name: string, person: string) =>
    createDevice({
      world,
      server,
      name,
      person,
      faults: () => faults,
      bugs: planted,
      onCommit(device) {
        guard(() => checkMonotonic(world, device, seen));
        changed.add(device);
      },
    });
  const devices = PEOPLE.map((person) => make(`${person}'s laptop`, person));
  const changed = new Set<Device>();
  let tally: Tally = new Map();

  try {
    for (const device of devices) device.boot();
    await world.run(world.now() + 3 * SECOND);
    faults = mix.network ? { lose: 0.06, duplicate: 0.06, delay: 0.06, garbage: 0.04 } : CALM;
    plan(world, mix, server, devices, deeds, make, (error) => {
      violation ??= error;
    });
    const end = world.now() + CHAOS;
    const watch = () => {
      for (const device of changed) {
        if (device.engine()) guard(() => checkReadYourWrites(world, mix, devices, device, deeds));
      }
      changed.clear();
      if (violation) throw violation;
    };
    while (world.now() < end) await world.run(Math.min(end, world.now() + 250), watch);

    world.log('--- healed');
    faults = CALM;
    await server.restart();
    for (const person of PEOPLE) await server.changePerson(person, { disabled: false });
    for (const device of devices) {
      device.cut(false);
      device.fillDisk(null);
      device.boot();
      device.engine()?.wake();
    }
    const deadline = world.now() + HEALING;
    for (;;) {
      await world.run(world.now() + 2 * SECOND, watch);
      // An old answer still says that the account is disabled: its owner signs in once more.
      for (const device of devices) {
        if (device.engine()?.status.getSnapshot().phase === 'signedOut') device.engine()?.wake();
      }
      const reason = await unquiet(devices, server);
      if (reason === null) break;
      if (world.now() > deadline) throw new Violation(`never comes to rest: ${reason}`);
    }
    world.met('comes to rest');
    await checkConvergence(world, devices, server);
    const wrong = await wrongHeartbeat(world, server.store());
    if (wrong !== undefined) throw new Violation(wrong);
    await checkChanges(world, server);
    await checkMaintenance(world, server);
    await checkDeeds(world, mix, devices, server, deeds);
    tally = new Map(world.tally);
    for (const device of devices) {
      for (const report of device.reports) {
        if (report.startsWith('copy:')) throw new Violation(`${device.name} had to repair its copy`);
        if (report.startsWith('queue:') && !hasTwin(devices, device.person))
          throw new Violation(`${device.name} lost its numbering`);
      }
    }
  } catch (error) {
    throw new SimulationFailed(seed, mix, error, world.trace());
  } finally {
    for (const device of devices) device.crash({ wipe: false });
    await server.close();
  }
  return { seed, mix, deeds: deeds.length, tally, trace: world.trace() };
}

/** Lays out the troubles and the work of the chaotic minutes. */
function plan(
  world: World,
  mix: Mix,
  server: Awaited<ReturnType<typeof createSimServer>>,
  devices: Device[],
  deeds: Deed[],
  make: (name: string, person: string) => Device,
  failed: (error: unknown) => void,
): void {
  const { random } = world;
  const anyTime = () => random.int(0, CHAOS - 10 * SECOND);
  const often = (on: boolean, most: number, what: () => void) => {
    if (on) for (let n = random.int(1, most); n > 0; n -= 1) world.at(anyTime(), what);
  };
  const aDevice = () => random.pick(devices);

  const work = (device: Device) => {
    const next = () => {
      act(world, device, deeds).catch(failed);
      // Bursts: sometimes a few in a row, then a pause.
      world.at(random.chance(0.4) ? random.int(50, 800) : random.int(2_000, 20_000), () => {
        if (world.now() < ends) next();
      });
    };
    world.at(random.int(0, 5_000), next);
  };
  const ends = world.now() + CHAOS - 5 * SECOND;
  for (const device of devices) work(device);

  // Jobs keep their own dice: what they say changes nothing about what people do.
  const dice = createRandom(random.int(0, 2 ** 31));
  const sayOn = () => {
    server.beat(dice).catch(failed);
    world.at(dice.int(2_000, 14_000), () => {
      if (world.now() < ends) sayOn();
    });
  };
  world.at(dice.int(0, 5_000), sayOn);

  often(mix.partitions, 4, () => {
    const device = aDevice();
    device.cut(true);
    world.at(random.int(1_000, 90_000), () => device.cut(false));
  });
  const crash = (wipe: boolean) => {
    const device = aDevice();
    device.crash({ wipe, where: wipe ? 'now' : random.pick(['now', 'before', 'after', 'append']) });
    world.at(random.int(100, 60_000), () => device.boot());
  };
  often(mix.crashes, 6, () => crash(false));
  often(mix.wipes, 2, () => crash(true));
  often(mix.clocks, 3, () => {
    const device = aDevice();
    const by = random.pick([-3 * DAY, -2 * MINUTE, 2 * MINUTE, DAY, 5 * SECOND]);
    device.jumpClock(by);
    if (random.chance(0.5)) world.at(random.int(1_000, 60_000), () => device.jumpClock(-by));
  });
  often(mix.permissions, 4, () => {
    const person = random.pick(PEOPLE);
    const what = random.next();
    if (what < 0.6) void server.changePerson(person, { teams: TEAMS.filter(() => random.chance(0.5)) });
    else if (what < 0.85) {
      void server.changePerson(person, { role: random.pick(['viewer', 'responder', 'lead', 'admin']) });
    } else {
      void server.changePerson(person, { disabled: true });
      world.at(random.int(2_000, 40_000), () => {
        void server.changePerson(person, { disabled: false });
        for (const device of devices) device.engine()?.wake();
      });
    }
  });
  often(mix.serverCrashes, 4, () => {
    server.crash(random.pick(['now', 'before', 'after']));
    world.at(random.int(500, 20_000), () => {
      server.crash('now');
      void server.restart();
    });
  });
  if (mix.compaction) {
    const device = aDevice();
    const sleep = random.int(5_000, 60_000);
    world.at(sleep, () => device.crash({ wipe: false }));
    world.at(sleep + random.int(20_000, 60_000), () => void server.compact());
    world.at(sleep + random.int(60_000, 100_000), () => device.boot());
  }
  if (mix.restore) {
    const kept = random.int(1_000, 90_000);
    world.at(kept, () => void (server.up() && server.backup()));
    world.at(kept + random.int(5_000, 90_000), () => void server.restore());
  }
  if (mix.diskFull) {
    const device = aDevice();
    const from = anyTime();
    const what = random.pick(['store', 'journal', 'both'] as const);
    world.at(from, () => device.fillDisk(what));
    world.at(from + random.int(2_000, 40_000), () => device.fillDisk(null));
    // Seen for real: a full disk, a restart, and IndexedDB comes back empty.
    if (random.chance(0.3)) world.at(from + 1_500, () => device.crash({ wipe: true }));
    world.at(from + 45_000, () => device.boot());
  }
  if (mix.upgrade) {
    const from = random.int(10_000, CHAOS / 2);
    for (let n = random.int(1, 4); n > 0; n -= 1) {
      world.at(from + random.int(0, CHAOS / 2 - 30_000), () => void server.writeAsNewer().catch(failed));
    }
    if (random.chance(0.5)) {
      const device = aDevice();
      const at = random.int(from, CHAOS - 20_000);
      world.at(at, () => {
        device.crash({ wipe: false });
        device.update();
      });
      world.at(at + random.int(100, 10_000), () => device.boot());
    }
  }
  if (mix.clone) {
    world.at(random.int(20_000, CHAOS - 40_000), () => {
      const device = aDevice();
      const copy = make(`${device.name}'s clone`, device.person);
      device.copyTo(copy);
      copy.boot();
      devices.push(copy);
      work(copy);
    });
  }
}
