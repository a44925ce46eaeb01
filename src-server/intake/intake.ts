import { randomUUID } from 'node:crypto';
import { alertIdOf } from '../../src-shared/intake/keys.ts';
import type { AlertGroup, GroupRef, NormalisedAlert } from '../../src-shared/intake/normalised.ts';
import { noop, type Outcome } from '../../src-shared/mutators/mutator.ts';
import type { ArgsOf, MutatorName } from '../../src-shared/mutators/registry.ts';
import { sameJson } from '../../src-shared/mutators/same.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { Store, StoreWrite } from '../store/store.ts';
import { type BugListener, runMutation, systemActor } from '../sync/run-mutation.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { ALERTS_A_RUN, mergeInto, portions } from './portions.ts';
import { createRepeats, type Grounds, type Repeats } from './repeats.ts';

export interface Received {
  outcome: Outcome;
  version: number;
}

export interface IntakeOptions {
  /** As PagerDuty has it: a trigger after a resolve is a new alert. */
  afresh?: boolean;
  /** Digest of the payload's text, when it may come again as it is. */
  digest?: string;
}

/** Takes in what senders say. Whatever it answers is durable. */
export interface Intake {
  livingKey: KeyRing;
  repeats: Pick<Repeats, 'digest' | 'known'>;
  /**
   * Runs and logs `alert.receive` in the sender's name, together with what else of this sender waits for the same
   * commit. If it fails on the way, the sender sends the whole again and what was taken in is known already.
   */
  receive(sender: string, groups: AlertGroup[], options?: IntakeOptions): Promise<Received>;
  /** Runs and logs one mutation in a sender's name. */
  runAs<Name extends MutatorName>(sender: string, name: Name, args: ArgsOf<Name>): Promise<Received>;
}

interface Payload {
  groups: AlertGroup[];
  digest: string | undefined;
}

/** Dedup key → what is said of it. */
type Said = Map<string, { group: GroupRef; alert: NormalisedAlert }>;

/** Payloads of one sender that wait to be taken in by one mutation. */
interface Run {
  payloads: Payload[];
  groups: Map<string, AlertGroup>;
  said: Said;
  done: Promise<Received>;
}

export function createIntake(deps: { store: Store; clock: Clock; onBug: BugListener }): Intake {
  const { store, clock, onBug } = deps;
  const repeats = createRepeats(deps);
  /** Of each sender the run that has not begun. */
  const open = new Map<string, Run>();

  const mutate = (tx: StoreWrite, id: string, sender: string, name: MutatorName, args: unknown) => {
    const at = clock.now();
    const actor = systemActor({ kind: 'sender', name: sender });
    const origin = { kind: 'server', id } as const;
    const run = {
      name,
      args,
      argsAreOurs: name === 'alert.receive',
      actor,
      via: 'intake',
      at,
      receivedAt: at,
      origin,
    } as const;
    return runMutation(tx, run, onBug);
  };

  const runAs = async (sender: string, name: MutatorName, args: unknown): Promise<Received> => {
    const id = randomUUID();
    const { value, version } = await store.write((tx) => mutate(tx, id, sender, name, args));
    return { outcome: value, version };
  };

  /** What each payload rests on now, for those that came before. */
  const groundsOf = async (tx: StoreWrite, sender: string, payloads: readonly Payload[]) => {
    const found = new Map<string, Grounds>();
    for (const { digest, groups } of payloads) {
      if (digest === undefined || !repeats.cameBefore(digest)) continue;
      const grounds = await repeats.grounds(tx, sender, groups);
      if (grounds) found.set(digest, grounds);
    }
    return found;
  };

  const takeIn = async (key: string, sender: string, run: Run, afresh: boolean): Promise<Received> => {
    const id = randomUUID();
    const { value, version } = await store.write(async (tx) => {
      // Whoever comes from now on waits for the next run; a second try of this one takes in the same.
      if (open.get(key) === run) open.delete(key);
      await tx.lookAhead(
        'alert',
        [...run.said.keys()].map((dedupKey) => alertIdOf(sender, dedupKey)),
      );
      const args = { sender, groups: [...run.groups.values()], ...(afresh ? { afresh } : {}) };
      const outcome = await mutate(tx, id, sender, 'alert.receive', args);
      const known = afresh || outcome.kind === 'rejected' ? undefined : await groundsOf(tx, sender, run.payloads);
      return { outcome, known };
    });
    for (const [digest, grounds] of value.known ?? []) repeats.remember(digest, grounds, version);
    return { outcome: value.outcome, version };
  };

  const join = (run: Run, payload: Payload, said: Said) => {
    run.payloads.push(payload);
    for (const group of payload.groups) mergeInto(run.groups, group);
    for (const [key, one] of said) run.said.set(key, one);
  };

  /** An alert that fires and ends within one run would leave no trace: what contradicts goes into the next. */
  const fits = (run: Run, said: Said) => {
    if (run.said.size + said.size > ALERTS_A_RUN) return false;
    for (const [key, one] of said) {
      const other = run.said.get(key);
      if (other && !sameJson(other, one)) return false;
    }
    return true;
  };

  /** One portion, alone or with what waits already. */
  const receivePortion = async (sender: string, payload: Payload, afresh: boolean): Promise<Received> => {
    const key = `${afresh}\u0000${sender}`;
    const said: Said = new Map();
    for (const { group, alerts } of payload.groups) {
      for (const alert of alerts) said.set(alert.dedupKey, { group, alert });
    }
    let run = open.get(key);
    const joins = run !== undefined && fits(run, said);
    if (!run || !joins) {
      run = { payloads: [], groups: new Map(), said: new Map(), done: Promise.resolve({ outcome: noop, version: 0 }) };
      open.set(key, run);
      join(run, payload, said);
      run.done = takeIn(key, sender, run, afresh);
    } else join(run, payload, said);
    const received = await run.done;
    if (received.outcome.kind !== 'rejected' || run.payloads.length === 1) return received;
    // One of those that came together spoilt it for all: each is tried alone.
    return runAs(sender, 'alert.receive', { sender, groups: payload.groups, ...(afresh ? { afresh } : {}) });
  };

  return {
    livingKey: createKeyRing(store, repeats.saw),
    repeats,
    runAs,
    async receive(sender, groups, { afresh = false, digest } = {}) {
      const all = portions(groups);
      let received: Received = { outcome: noop, version: 0 };
      for (const portion of all) {
        const payload = { groups: portion, digest: all.length === 1 ? digest : undefined };
        const { outcome, version } = await receivePortion(sender, payload, afresh);
        if (outcome.kind === 'rejected') return { outcome, version };
        received = { outcome: outcome.kind === 'applied' ? outcome : received.outcome, version };
      }
      return received;
    },
  };
}
