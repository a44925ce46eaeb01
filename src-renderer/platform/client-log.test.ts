import { expect, test } from 'vitest';
import { createClientLog } from './client-log.ts';
import { createFakeBridge } from './fake-bridge.ts';

function aLog() {
  const bridge = createFakeBridge();
  return { bridge, log: createClientLog(bridge), lines: () => bridge.calls.map(({ args }) => args) };
}

test('requests are told when they begin to fail, fail otherwise, and when they work again', () => {
  const { log, lines } = aLog();
  const outcomes = ['ok', 'ok', 'offline', 'offline', 'certificate', 'ok', 'ok'];
  for (const [n, outcome] of outcomes.entries())
    log.answered('/api/sync/pull', { requestId: `r-${n}`, ms: 3, outcome });
  log.answered('/api/me', { requestId: 'r-9', ms: 3, outcome: 'ok' });
  expect(lines()).toEqual([
    {
      level: 'warn',
      event: 'request',
      fields: { path: '/api/sync/pull', outcome: 'offline', requestId: 'r-2', ms: 3 },
    },
    {
      level: 'warn',
      event: 'request',
      fields: { path: '/api/sync/pull', outcome: 'certificate', requestId: 'r-4', ms: 3 },
    },
    { level: 'info', event: 'request', fields: { path: '/api/sync/pull', outcome: 'ok', requestId: 'r-5', ms: 3 } },
  ]);
});

test('a log that cannot be written disturbs nobody, and a long field is cut', async () => {
  const { bridge, log, lines } = aLog();
  bridge.fail('log.write', { code: 'storageFull' });
  log.write('error', 'e'.repeat(200), { text: 'x'.repeat(5_000), n: 1 });
  expect(lines()).toEqual([{ level: 'error', event: 'e'.repeat(80), fields: { text: 'x'.repeat(1_000), n: 1 } }]);
});
