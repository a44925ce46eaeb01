import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { instant } from '../../src-shared/time/clock.ts';
import { createLog, logLine } from './log.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const SECRET = 'Xq7rB2mZ9kLw';
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a line is JSON with the ids that join it to the server, and a field cannot pass for another line', () => {
  const line = logLine(NOW, 'warn', 'page', 'request', {
    requestId: 'r-1',
    level: 'fatal',
    msg: 'x\n{"level":"error"}',
  });
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    time: '2026-11-22T03:00:00.000Z',
    level: 'warn',
    from: 'page',
    msg: 'request',
    requestId: 'r-1',
  });
});

test('main and page write to one file, secrets planted anywhere are in no line, and the tail is what was written', async () => {
  const file = path.join(folder, 'logs', 'console.log');
  const log = createLog({ file, terminal: false, clock: { now: () => NOW } });
  log.info(`started with VIGIE_TOKEN=vigie_${SECRET}`);
  log.warn(`refused request: https://x/intake/zabbix/vk_${SECRET}?a=1`);
  log.error('alarms', new Error(`Bearer ${SECRET}`));
  log.error('settings', { token: SECRET });
  log.error('settings', `{"password":"${SECRET}"}`);
  log.page('error', 'crash', { message: `authorization: ${SECRET}`, mail: 'ines@example.org' });
  log.page('info', 'push', { requestId: 'r-1', client: 'c', from: 1, to: 2 });
  const written = readFileSync(file, 'utf8');
  expect(written).not.toContain(SECRET);
  expect(written).not.toContain('ines@example.org');
  const lines = written.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).from)).toEqual(['main', 'main', 'main', 'main', 'main', 'page', 'page']);
  expect(await log.tail(2)).toEqual(lines.slice(-2));
});

test('a log that has grown large becomes the one before, and the tail reads over both', async () => {
  const file = path.join(folder, 'large', 'console.log');
  const log = createLog({ file, terminal: false, clock: { now: () => NOW } });
  log.info('x'.repeat(2 * 1024 * 1024));
  log.info('last of the old');
  const again = createLog({ file, terminal: false, clock: { now: () => NOW } });
  again.info('after a new start');
  again.info('and another');
  expect(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).msg),
  ).toEqual(['last of the old', 'after a new start', 'and another']);
  expect((await again.tail(10)).map((line) => JSON.parse(line).msg.slice(0, 20))).toEqual([
    'x'.repeat(20),
    'last of the old',
    'after a new start',
    'and another',
  ]);
});
