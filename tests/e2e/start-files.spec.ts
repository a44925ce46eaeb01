import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** Bytes that a cold start compiles and runs before its first page; see docs/adr/0018-cold-start.md. */
const PAGE_AT_MOST = 1_107_000;
const MAIN_AT_MOST = 550_000;

/** In no start: expressions of silences, the parser of procedures, the mutators and their schemas. */
const NOT_IN_A_START = ['RE2', 'codeFenced', 'heartbeat.lapse'];

test('a cold start reads one file of script in the page and one in main, each no larger than it may be', () => {
  const html = readFileSync(join(dist, 'renderer', 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/<script [^>]*src="\.\/([^"]+)"/g)].map(([, file = '']) => file);
  expect(scripts).toHaveLength(1);
  const page = readFileSync(join(dist, 'renderer', scripts[0] ?? ''));
  expect(page.length, 'what the board does not show goes into src-renderer/app/parts.ts').toBeLessThan(PAGE_AT_MOST);
  const text = page.toString();
  expect(NOT_IN_A_START.filter((one) => text.includes(one))).toEqual([]);
  const main = readFileSync(join(dist, 'main', 'index.js'));
  expect(main.length, 'main has no code cache: what it needs later is imported later').toBeLessThan(MAIN_AT_MOST);
});
