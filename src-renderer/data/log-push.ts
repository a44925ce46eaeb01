import type { PushRequest } from '../../src-shared/contract/http.ts';
import type { PushAnswer } from '../../src-shared/sync/ports.ts';
import type { ClientLog } from '../platform/client-log.ts';

/** The same line as the server's, and one for each change that it refused: names, numbers and reasons alone. */
export function logPush(
  log: ClientLog,
  { clientId: client, mutations }: PushRequest,
  answer: PushAnswer,
  request: { requestId: string; ms: number },
): void {
  const span = { client, from: mutations[0]?.seq ?? null, to: mutations.at(-1)?.seq ?? null };
  if (answer.kind !== 'done') {
    log.write('warn', 'push', { ...request, ...span, result: answer.kind, expected: answer.expected });
    return;
  }
  const counts = { applied: 0, noop: 0, rejected: 0 };
  for (const { seq, status, reason } of answer.response.results) {
    counts[status] += 1;
    if (status !== 'rejected') continue;
    const name = mutations.find((one) => one.seq === seq)?.name ?? null;
    log.write('warn', 'mutation rejected', { requestId: request.requestId, client, seq, name, reason: reason ?? null });
  }
  log.write('info', 'push', { ...request, ...span, ...counts });
}
