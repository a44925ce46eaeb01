import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startServer, type TestServer } from '../support/server.ts';

const resource = (name: string) => fileURLToPath(new URL(`../../resources/monitoring/${name}`, import.meta.url));
const RULES = resource('vigie-alerts.yml');
const RULE_TESTS = fileURLToPath(new URL('./vigie-alerts.test.yml', import.meta.url));

const dashboardSchema = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.int(),
  panels: z.array(
    z.object({
      id: z.int(),
      type: z.enum(['row', 'stat', 'timeseries']),
      title: z.string().min(1),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int().max(24), h: z.int() }),
      targets: z.array(z.object({ refId: z.string(), expr: z.string().min(1) })).optional(),
    }),
  ),
});
const dashboard = dashboardSchema.parse(JSON.parse(readFileSync(resource('vigie-dashboard.json'), 'utf8')));
const queries = dashboard.panels.flatMap((panel) => panel.targets ?? []).map((target) => target.expr);

/** Metrics that a query names, as they stand in what is scraped. */
const metricsIn = (text: string) => new Set(text.match(/\b(?:vigie|process|nodejs)_[a-z0-9_]+/g));

interface Ran {
  code: number | null;
  output: string;
}

function promtool(args: string[], input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('promtool', args);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}

let server: TestServer;
let folder: string;
let scraped: string;

/** One of everything that is measured. */
async function traffic(): Promise<void> {
  const headers = {
    authorization: `Bearer ${await server.token('ines', 'admin')}`,
    'content-type': 'application/json',
  };
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const get = async (path: string) => (await fetch(`${server.url}${path}`, { headers })).text();
  const { pathname } = new URL(await server.intakeUrl('generic'));
  await post(pathname, { title: 'Disk full' });
  await post(pathname, { nonsense: true });
  await post('/intake/generic/vk_unknown', { title: 'x' });
  await post('/api/sync/push', {
    clientId: 'client-of-ines',
    mutations: [{ seq: 1, name: 'no.such.change', args: {}, at: 0, via: 'console' }],
  });
  await get('/api/sync/pull?since=0');
  await get('/api/sync/snapshot');
  await get('/nowhere');
  await server.vigie('backup', '--to', join(folder, 'vigie.backup'));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-monitoring-'));
  server = await startServer();
  await traffic();
  scraped = await (await fetch(`${server.url}/metrics`)).text();
});
afterAll(async () => {
  await server?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Samples whose name begins like this, by name with labels. */
function values(name: string): Map<string, number> {
  const samples = scraped.split('\n').filter((line) => line.startsWith(name));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

describe('metrics', () => {
  it('are what promtool takes, by its conventions too', async () => {
    expect(await promtool(['check', 'metrics'], scraped)).toEqual({ code: 0, output: '' });
  });

  it('tell what was sent, pushed, pulled, refused and kept', () => {
    expect([...values('vigie_intake_total')].toSorted()).toEqual([
      ['vigie_intake_total{sender="generic",result="applied"}', 1],
      ['vigie_intake_total{sender="generic",result="refused"}', 1],
      ['vigie_intake_total{sender="unknown",result="unauthorized"}', 1],
    ]);
    expect(values('vigie_mutations_total').get('vigie_mutations_total{status="rejected"}')).toBe(1);
    const errors = values('vigie_errors_total');
    for (const [name, count] of [
      ['unauthorized', 1],
      ['notFound', 1],
      ['bug', 0],
      ['internal', 0],
    ]) {
      expect([name, errors.get(`vigie_errors_total{class="${name}"}`)]).toEqual([name, count]);
    }
    const answered = values('vigie_http_request_duration_seconds_count');
    for (const [method, route] of [
      ['POST', '/api/sync/push'],
      ['GET', '/api/sync/pull'],
      ['GET', '/api/sync/snapshot'],
    ]) {
      const labels = `{method="${method}",route="${route}",code="200"}`;
      expect(answered.get(`vigie_http_request_duration_seconds_count${labels}`)).toBe(1);
    }
    expect(values('vigie_store_bytes').get('vigie_store_bytes{part="database"}')).toBeGreaterThan(10_000);
    expect(values('vigie_data_disk_free_bytes').get('vigie_data_disk_free_bytes')).toBeGreaterThan(1_000_000);
    expect(values('vigie_backup_last').get('vigie_backup_last_success_timestamp_seconds')).toBeGreaterThan(1e9);
    expect(scraped).not.toContain('vk_');
  });
});

describe('the dashboard', () => {
  it('names nothing that this server does not tell', () => {
    const told = metricsIn(scraped);
    const named = metricsIn(queries.join('\n'));
    expect([...named].filter((name) => !told.has(name))).toEqual([]);
    expect(named.size).toBeGreaterThan(15);
  });

  it('has panels that stand beside each other, each with its own number', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const taken = new Set<string>();
    for (const { title, gridPos } of dashboard.panels) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect([title, x < 24 && !taken.has(`${x},${y}`)]).toEqual([title, true]);
          taken.add(`${x},${y}`);
        }
      }
    }
  });

  it('asks in words that Prometheus reads', async () => {
    const rules = queries.map((expr, n) => ({
      record: `query:${n}`,
      expr: expr.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*'),
    }));
    const file = join(folder, 'queries.yml');
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    const { code, output } = await promtool(['check', 'rules', file]);
    expect([code, output]).toEqual([0, expect.stringContaining(`${rules.length} rules found`)]);
  });
});

describe('the alert rules', () => {
  it('are sound, and name nothing that this server does not tell', async () => {
    expect(await promtool(['check', 'rules', RULES])).toMatchObject({ code: 0 });
    const told = metricsIn(scraped);
    const expressions = readFileSync(RULES, 'utf8')
      .split('\n')
      .filter((line) => !/summary|description|#/.test(line));
    expect([...metricsIn(expressions.join('\n'))].filter((name) => !told.has(name))).toEqual([]);
  });

  it('fire when they should and are still when all is well', async () => {
    const { code, output } = await promtool(['test', 'rules', RULE_TESTS]);
    expect([code, output]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});
