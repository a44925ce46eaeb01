import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Silence } from '../../src-shared/model/silence.ts';
import { readAlertmanagerSilences, toAlertmanager, toAmtool } from '../../src-shared/silence/alertmanager-format.ts';
import { parseMatchers } from '../../src-shared/silence/parse.ts';
import { type AlertSource, startAlertSource } from '../support/alertmanager.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { until } from '../support/processes.ts';
import { startServer, type TestServer } from '../support/server.ts';

const execute = promisify(execFile);
let server: TestServer;
let source: AlertSource;
let device: Device;

beforeAll(async () => {
  server = await startServer();
  device = await connectDevice(server.url, await server.token('ines'));
  source = await startAlertSource({ webhookUrl: await server.intakeUrl('alertmanager') });
}, 60_000);
afterAll(async () => {
  await source?.stop();
  await server?.dispose();
});

const TEXTS = [
  'alertname="DatabaseDown"',
  'severity=~"warning|critical", service!="database"',
  'reason=\'quoted\', instance!~"db-[0-9]+\\\\.prod"',
  'path="C:\\\\temp", note="say \\"hi\\"", line="a\\nb"',
  'emoji=🙂, word=é',
];

function matchers(text: string) {
  const parsed = parseMatchers(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  return parsed.value;
}

const silenceOf = (text: string): Silence => ({
  matchers: matchers(text),
  startsAt: Date.now() + 3_600_000,
  endsAt: Date.now() + 7_200_000,
  zone: 'Europe/Paris',
  reason: `Essai d’export : ${text.slice(0, 20)}`,
  createdBy: { kind: 'system' },
  createdAt: Date.now(),
  revision: 1,
});

test('a real amtool takes the copied commands and the exported file, and what it answers reads back the same', async () => {
  const url = `--alertmanager.url=${source.alertmanagerUrl}`;
  for (const text of TEXTS) {
    // As a person pastes it into a shell.
    await execute('/bin/sh', ['-c', `${toAmtool(silenceOf(text), 'Inès')} ${url}`]);
  }
  const added = await execute('amtool', [url, 'silence', 'query', '-o', 'json']);
  const read = readAlertmanagerSilences(added.stdout, Date.now());
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const key = (list: readonly { name: string; value: string }[]) =>
    JSON.stringify(list.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  expect(read.value.map((one) => key(one.matchers)).toSorted()).toEqual(
    TEXTS.map((text) => key(matchers(text))).toSorted(),
  );
  expect(new Set(read.value.map(({ author }) => author))).toEqual(new Set(['Inès']));

  const exported = TEXTS.map((text, n) => toAlertmanager({ id: `id-${n}`, doc: silenceOf(text) }, 'Omar', Date.now()));
  const response = await fetch(`${source.alertmanagerUrl}/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...exported[1], id: undefined, status: undefined }),
  });
  expect(response.status).toBe(200);
}, 60_000);

test('a real Alertmanager’s alert under silence opens nothing until the silence ends by itself, then it pages', async () => {
  const now = Date.now();
  const id = crypto.randomUUID();
  const created = await device.mutate('silence.create', {
    id,
    matchers: matchers('alertname=~"Disk.*"'),
    startsAt: now,
    endsAt: now + 6_000,
    zone: 'Europe/Paris',
    reason: 'Essai',
  });
  expect(created.status).toBe('applied');
  source.fire('DiskAlmostFull', 'db-7');
  const held = async () => (await device.records('alert')).find(({ doc }) => doc.labels.instance === 'db-7')?.doc;
  await until('the alert is recorded', async () => (await held()) !== undefined, 10_000);
  expect(await held()).toMatchObject({ status: 'firing', silencedBy: [id] });
  expect(await device.records('incident')).toEqual([]);

  await until('the silence has ended', async () => (await device.records('incident')).length === 1, 15_000);
  const [incident] = await device.records('incident');
  expect(incident?.doc.openedAt).toBeGreaterThanOrEqual(now + 6_000);
  expect(incident?.doc).toMatchObject({ status: 'triggered', alertsFiring: 1 });
  expect((await device.records('silence')).find((one) => one.id === id)?.doc.settled).toBe(true);

  source.resolve('DiskAlmostFull', 'db-7');
  await until(
    'the incident is resolved',
    async () => (await device.records('incident'))[0]?.doc.status === 'resolved',
    15_000,
  );
}, 60_000);
