import type {
  Mutation,
  MutationResult,
  PushConflict,
  PushRequest,
  PushResponse,
} from '../../src-shared/contract/http.ts';
import { personId } from '../../src-shared/model/ids.ts';
import type { Actor } from '../../src-shared/mutators/mutator.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import { argsHash, canonicalJson } from '../store/log-chain.ts';
import type { LoggedMutation, Store, StoreWrite } from '../store/store.ts';
import { type BugListener, runMutation } from './run-mutation.ts';

/** Who sent the request, as sign-in knows them. Role and scopes are read from their record in the transaction. */
export interface Caller {
  person: string;
}

export type PushAnswer =
  | { kind: 'done'; body: PushResponse }
  | { kind: 'conflict'; body: PushConflict }
  /** The person is unknown or disabled. */
  | { kind: 'forbidden' };

type Draft = Omit<MutationResult, 'version'> & { version?: number };
type Ran = { kind: 'done'; results: Draft[]; lastSeq: number } | Exclude<PushAnswer, { kind: 'done' }>;

/**
 * All mutations of a push in one transaction, in order: `seq` already done → the stored answer, next in line → run,
 * a gap or another mutation under a used number → conflict and nothing is applied. A rejection moves the queue on.
 */
export async function push(
  store: Store,
  clock: Clock,
  caller: Caller,
  request: PushRequest,
  onBug?: BugListener,
): Promise<PushAnswer> {
  const { value, version } = await store.write(async (tx) => {
    const { epoch } = await tx.workspace();
    return { ...(await runPush(tx, clock, caller, request, epoch, onBug)), epoch };
  });
  if (value.kind === 'forbidden') return { kind: 'forbidden' };
  if (value.kind === 'conflict') return { kind: 'conflict', body: value.body };
  return {
    kind: 'done',
    body: {
      results: value.results.map((draft) => ({ ...draft, version: draft.version ?? version })),
      lastSeq: value.lastSeq,
      epoch: value.epoch,
      serverTime: clock.now(),
    },
  };
}

async function runPush(
  tx: StoreWrite,
  clock: Clock,
  caller: Caller,
  { clientId, mutations }: PushRequest,
  epoch: string,
  onBug: BugListener | undefined,
): Promise<Ran> {
  const person = await tx.get('person', caller.person);
  if (!person || person.disabled) return { kind: 'forbidden' };
  const actor: Actor = { ref: { kind: 'person', id: personId(caller.person) }, role: person.role };

  const client = await tx.client(clientId);
  const lastSeq = client?.lastSeq ?? 0;
  const conflict = (error: PushConflict['error'], message: string): Ran => ({
    kind: 'conflict',
    body: { error, message, expected: lastSeq + 1, epoch },
  });
  if (client && client.person !== caller.person) {
    return conflict('forked', 'This client id belongs to another person; take a new one.');
  }

  const repeated: LoggedMutation[] = [];
  const fresh: Mutation[] = [];
  for (const [index, mutation] of mutations.entries()) {
    if (index > 0 && mutation.seq !== (mutations[index - 1]?.seq ?? 0) + 1) {
      return conflict('gap', 'The numbers of a push must follow each other.');
    }
    if (mutation.seq > lastSeq) {
      fresh.push(mutation);
      continue;
    }
    const logged = await tx.mutation(clientId, mutation.seq);
    if (!logged || logged.argsHash !== argsHash(mutation.name, canonicalJson(mutation.args ?? null))) {
      return conflict('forked', `Number ${mutation.seq} was already used for another change; take a new client id.`);
    }
    repeated.push(logged);
  }
  const first = fresh[0];
  if (first && first.seq !== lastSeq + 1) return conflict('gap', `Number ${lastSeq + 1} is expected next.`);

  const results: Draft[] = repeated.map(toResult);
  const receivedAt = clock.now();
  for (const { seq, name, args, at, via } of fresh) {
    const outcome = await runMutation(
      tx,
      { name, args, actor, via, at, receivedAt, origin: { kind: 'client', id: clientId, seq } },
      onBug,
    );
    results.push({
      seq,
      status: outcome.kind,
      ...(outcome.kind === 'rejected' ? { reason: outcome.reason, detail: outcome.detail } : {}),
    });
  }
  const done = fresh.at(-1)?.seq ?? lastSeq;
  if (done > lastSeq) tx.saveClient({ id: clientId, person: caller.person, lastSeq: done, seenAt: receivedAt });
  return { kind: 'done', results, lastSeq: done };
}

function toResult(logged: LoggedMutation): MutationResult {
  return {
    seq: logged.seq ?? 0,
    status: logged.status,
    version: logged.version,
    ...(logged.reason ? { reason: logged.reason } : {}),
    ...(logged.detail ? { detail: logged.detail } : {}),
  };
}
