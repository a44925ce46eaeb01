import { expect, test } from 'vitest';
import { createClientLog, logPageErrors } from './client-log.ts';
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

test('what the page failed in is told with its place; that sizes are told a frame later is no failure', () => {
  const { log, lines } = aLog();
  const page = new EventTarget();
  logPageErrors(log, page as Window);
  const failed = (fields: object) => page.dispatchEvent(Object.assign(new Event('error'), fields));
  failed({ error: null, message: 'ResizeObserver loop completed with undelivered notifications.' });
  expect(lines()).toEqual([]);
  failed({ error: new TypeError('no such row'), message: 'Uncaught TypeError: no such row' });
  failed({ error: null, message: 'Script error.' });
  expect(lines()).toMatchObject([
    { level: 'error', event: 'page failed', fields: { type: 'TypeError', message: 'no such row' } },
    { level: 'error', event: 'page failed', fields: { type: 'string', message: 'Script error.', stack: null } },
  ]);
});
