import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import type { Call, LiveEvent, PullAnswer, PushAnswer, SyncTransport } from '../../src-shared/sync/ports.ts';
import type { SimServer } from './server.ts';
import type { World } from './world.ts';

/** Chances for each message, in [0, 1]. */
export interface NetworkFaults {
  lose: number;
  duplicate: number;
  /** A message takes seconds instead of milliseconds, and others overtake it. */
  delay: number;
  /** The server answers 5xx, or something else than Vigie does. */
  garbage: number;
}

export const CALM: NetworkFaults = { lose: 0, duplicate: 0, delay: 0, garbage: 0 };

export interface Link {
  faults(): NetworkFaults;
  /** The laptop has no network at all. */
  cut(): boolean;
  /** The process that uses it. */
  alive(): boolean;
}

const OFFLINE: AppError = { code: 'offline' };

/** The real server behind a network that does everything networks do. */
export function createSimTransport(world: World, server: SimServer, person: string, link: Link): SyncTransport {
  const { random } = world;
  const latency = () => {
    if (!random.chance(link.faults().delay)) return random.int(2, 40);
    world.met('message delayed');
    return random.int(500, 40_000);
  };
  let sent = 0;
  let newest = 0;
  const carry = (delay: number, arrive: () => void) => {
    sent += 1;
    const mine = sent;
    world.at(delay, () => {
      if (mine < newest) world.met('message overtaken');
      newest = Math.max(newest, mine);
      arrive();
    });
  };

  /** One request and its answer; either may be lost, late, or delivered twice. */
  function call<T>(what: string, run: () => Promise<Result<T>>): Call<T> {
    const result = new Promise<Result<T>>((resolve) => {
      const answer = (value: Result<T>, delay: number) => {
        carry(delay, () => {
          if (link.alive()) resolve(value);
        });
      };
      if (link.cut()) return answer(err(OFFLINE), random.int(1, 50));
      const faults = link.faults();
      const garbled = (value: Result<T>) => {
        world.met('answer garbled');
        answer(value, latency());
      };
      const lost = (which: 'request lost' | 'answer lost') => {
        world.met(which);
        world.log(`${what}: ${which}`);
      };
      if (random.chance(faults.lose)) return lost('request lost');
      if (random.chance(faults.garbage / 2)) return garbled(err({ code: 'notVigie', status: 200 }));
      const deliver = (first: boolean) => {
        run().then(
          (value) => {
            if (!first || link.cut()) return;
            if (random.chance(faults.lose)) return lost('answer lost');
            if (random.chance(faults.garbage / 2)) return garbled(err({ code: 'server', status: 503 }));
            answer(value, latency());
          },
          () => first && answer(err(OFFLINE), latency()),
        );
      };
      carry(latency(), () => deliver(true));
      if (!random.chance(faults.duplicate)) return;
      world.met('message duplicated');
      carry(latency(), () => deliver(false));
    });
    return { result, cancel() {} };
  }

  return {
    me: () =>
      call('me', async () => {
        const me = await server.me(person);
        return me ? ok({ person, serverTime: world.now(), ...me }) : err({ code: 'forbidden' });
      }),
    push: (request) =>
      call<PushAnswer>(`push ${request.mutations[0]?.seq}+${request.mutations.length}`, async () => {
        const answer = await server.push(person, structuredClone(request));
        const { clientId, mutations } = request;
        const said = answer.kind === 'conflict' ? `${answer.body.error}, wants ${answer.body.expected}` : answer.kind;
        world.log(`push ${clientId} ${mutations[0]?.seq}+${mutations.length}: ${said}`);
        if (answer.kind === 'done') return ok({ kind: 'done', response: answer.body });
        if (answer.kind === 'forbidden') return err({ code: 'forbidden' });
        const { error, expected, epoch } = answer.body;
        if (error === 'forked') world.met('numbering disputed');
        return ok({ kind: error, expected, epoch });
      }),
    pull: (query) =>
      call<PullAnswer>(`pull ${query.since}`, async () => {
        const answer = await server.pull(person, { ...query, limit: random.int(3, 40) });
        if (answer.kind === 'done') return ok({ kind: 'page', page: answer.body });
        if (answer.kind === 'forbidden') return err({ code: 'forbidden' });
        if (answer.body.epoch === query.epoch) world.met('compaction past a sleeping console');
        return ok({ kind: 'gone', epoch: answer.body.epoch });
      }),
    snapshot(onLine) {
      let cancelled = false;
      const run = async (): Promise<Result<void>> => {
        if (link.cut()) return err(OFFLINE);
        try {
          await world.sleep(latency());
          let lines = 0;
          for await (const line of server.snapshot(person)) {
            lines += 1;
            const whole = line.kind === 'page' ? line.changes : [];
            // Real pages are larger than a simulated workspace: cut them, so that crashes fall between them.
            const parts = line.kind === 'page' ? chunks(whole, 7).map((changes) => ({ ...line, changes })) : [line];
            for (const part of parts) {
              if (cancelled || !link.alive()) return await new Promise<never>(() => {});
              if (link.cut()) return err(OFFLINE);
              if (random.chance(link.faults().lose / 3)) return err(OFFLINE);
              await onLine(part);
              await world.sleep(random.int(1, 20));
            }
          }
          return lines > 0 ? ok(undefined) : err({ code: 'forbidden' });
        } catch (error) {
          if (String(error).includes('the server')) return err(OFFLINE);
          throw error;
        }
      };
      return {
        result: run(),
        cancel() {
          cancelled = true;
        },
      };
    },
    live(query, on) {
      let open = true;
      let leave = () => {};
      const result = new Promise<Result<void>>((resolve) => {
        const close = (value: Result<void>) => {
          if (!open) return;
          open = false;
          leave();
          world.at(random.int(1, 50), () => link.alive() && resolve(value));
        };
        if (link.cut()) return close(err(OFFLINE));
        world.at(latency(), () => {
          if (!open || !link.alive()) return;
          let arrived = 0;
          const send = (event: LiveEvent) => {
            if (!open) return;
            if (link.cut()) return;
            const faults = link.faults();
            if (random.chance(faults.lose)) return world.met('live event lost');
            const deliver = () => open && link.alive() && !link.cut() && on(event);
            // In order, as TCP does, unless a fault says otherwise.
            const due = Math.max(arrived, world.now() + random.int(1, 20));
            if (!random.chance(faults.delay)) arrived = due;
            world.at(due - world.now() + (random.chance(faults.delay) ? random.int(100, 3_000) : 0), deliver);
            if (!random.chance(faults.duplicate)) return;
            world.met('message duplicated');
            world.at(random.int(1, 5_000), deliver);
          };
          leave = server.join(person, query.since, send, () => close(err(OFFLINE)));
          if (random.chance(link.faults().lose)) world.at(random.int(1_000, 60_000), () => close(ok(undefined)));
        });
      });
      return {
        result,
        cancel() {
          open = false;
          leave();
        },
      };
    },
  };
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const out: T[][] = [];
  for (let from = 0; from < all.length; from += size) out.push(all.slice(from, from + size));
  return out;
}
