import type { FastifyBaseLogger } from 'fastify';
import type { PushRequest } from '../../src-shared/contract/http.ts';
import type { PushAnswer } from './push.ts';

/**
 * A line for the push and one for each change that was refused: its name, its number and the reason. Never its
 * arguments, which are somebody's words.
 */
export function logPush(
  log: FastifyBaseLogger,
  { clientId: client, mutations }: PushRequest,
  answer: PushAnswer,
): void {
  const span = { client, from: mutations[0]?.seq, to: mutations.at(-1)?.seq };
  if (answer.kind === 'forbidden') {
    log.info({ ...span, result: 'forbidden' }, 'push');
    return;
  }
  if (answer.kind === 'conflict') {
    log.warn({ ...span, result: answer.body.error, expected: answer.body.expected }, 'push');
    return;
  }
  const counts = { applied: 0, noop: 0, rejected: 0 };
  for (const { seq, status, reason, version } of answer.body.results) {
    counts[status] += 1;
    if (status !== 'rejected') continue;
    const name = mutations.find((one) => one.seq === seq)?.name;
    log.info({ client, seq, name, reason, version }, 'mutation rejected');
  }
  log.info({ ...span, ...counts, version: answer.body.results.at(-1)?.version }, 'push');
}
