import type { ActorRef, Origin } from '../../src-shared/model/actor.ts';
import { type BufferedWrite, bufferedTx } from '../../src-shared/mutators/buffer.ts';
import { type Actor, type Outcome, rejected } from '../../src-shared/mutators/mutator.ts';
import { newIds } from '../../src-shared/mutators/new-ids.ts';
import { runMutator, unloggedOf } from '../../src-shared/mutators/registry.ts';
import { type Instant, type Millis, SECOND } from '../../src-shared/time/clock.ts';
import { isStoreFailure } from '../store/failure.ts';
import { sha256 } from '../store/log-chain.ts';
import type { StoreWrite } from '../store/store.ts';
import { deriveTimers } from '../timers/derive.ts';

/** A laptop corrects its clock by the measured offset; beyond this its `at` is refused. */
const FUTURE_TOLERANCE: Millis = 5 * SECOND;

export interface MutationRun {
  name: string;
  args: unknown;
  /** Of our own making and of the mutator's shape already: not looked at again. What is written is checked all the same. */
  argsAreOurs?: boolean;
  actor: Actor;
  via: Origin;
  at: Instant;
  receivedAt: Instant;
  /** The laptop's mutation, or a number nobody else uses: the ids it makes are derived from it. */
  origin: { kind: 'client'; id: string; seq: number } | { kind: 'server'; id: string };
}

/** Told of what only a bug explains; the mutation is rejected so that no laptop's queue is stuck behind it. */
export type BugListener = (error: unknown, mutation: { name: string; origin: MutationRun['origin'] }) => void;

/**
 * Runs one mutation over its own buffer inside `tx` and logs it. What it wrote, its numbers and its timers are taken
 * over only when it was applied. Throws only when the store failed.
 */
export async function runMutation(tx: StoreWrite, run: MutationRun, onBug?: BugListener): Promise<Outcome> {
  const counters = new Map<string, number>();
  const buffer = bufferedTx(tx, async (series) => {
    const next = (counters.get(series) ?? (await tx.counter(series))) + 1;
    counters.set(series, next);
    return next;
  });
  const outcome = await outcomeOf(run, buffer, onBug);
  if (outcome.kind === 'applied') await takeOver(tx, buffer.writes(), counters);
  tx.logMutation({
    client: run.origin.kind === 'client' ? run.origin.id : '',
    seq: run.origin.kind === 'client' ? run.origin.seq : null,
    name: run.name,
    args: loggedArgs(run),
    actor: run.actor.ref,
    via: run.via,
    at: run.at,
    receivedAt: run.receivedAt,
    outcome,
  });
  return outcome;
}

/**
 * What of the arguments the log keeps. Where a text is to end with its record, its SHA-256 and its length in UTF-16
 * units; only of our own mutations, since what a laptop sends again is compared with what was logged.
 */
function loggedArgs({ name, args, origin }: MutationRun): unknown {
  const fields = origin.kind === 'server' ? unloggedOf(name) : [];
  if (fields.length === 0 || typeof args !== 'object' || args === null) return args ?? null;
  const kept: Record<string, unknown> = { ...args };
  for (const field of fields) {
    const text = kept[field];
    if (typeof text === 'string') kept[field] = { sha256: sha256(text), length: text.length };
  }
  return kept;
}

async function outcomeOf(
  run: MutationRun,
  buffer: ReturnType<typeof bufferedTx>,
  onBug: BugListener | undefined,
): Promise<Outcome> {
  if (run.at > run.receivedAt + FUTURE_TOLERANCE) {
    return rejected('atInFuture', { at: run.at, serverTime: run.receivedAt });
  }
  try {
    const ctx = {
      actor: run.actor,
      via: run.via,
      at: run.at,
      receivedAt: run.receivedAt,
      newId: newIds(run.origin.id, run.origin.kind === 'client' ? run.origin.seq : 0),
    };
    return await runMutator(buffer, run.name, run.args, ctx, { checkArgs: run.argsAreOurs !== true });
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    onBug?.(error, { name: run.name, origin: run.origin });
    return rejected('invalid', { message: 'the server could not run this change' });
  }
}

async function takeOver(tx: StoreWrite, writes: BufferedWrite[], counters: Map<string, number>): Promise<void> {
  tx.apply(writes);
  for (const [series, value] of counters) tx.saveCounter(series, value);
  await deriveTimers(tx, writes);
}

/** Vigie itself, or a sender in its name: passes every role check. */
export function systemActor(ref: ActorRef = { kind: 'system' }): Actor {
  return { ref, role: 'system' };
}
