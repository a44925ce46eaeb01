import { expect, it } from 'vitest';
import { alertSchema } from '../../../../src-shared/model/alert.ts';
import { procedureSchema } from '../../../../src-shared/model/procedure.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import { createSuggestDesk } from './desk.ts';
import { finderOver, runbooksFor } from './for-incident.ts';

const anAlert = (name: string, about: object = {}) => ({
  doc: alertSchema.parse({
    sender: 'alertmanager',
    dedupKey: name,
    priority: 'P2',
    status: 'firing',
    title: name,
    labels: { alertname: name },
    annotations: {},
    startsAt: 1,
    lastReceivedAt: 1,
    firings: 1,
    ...about,
  }),
});
const aRunbook = (id: string, about: object = {}): Row<'procedure'> => ({
  collection: 'procedure',
  id,
  version: 1,
  gen: 0,
  scope: 'all',
  doc: procedureSchema.parse({
    kind: 'runbook',
    title: id,
    tags: [],
    services: [],
    revision: 1,
    steps: 1,
    updatedAt: 1,
    updatedBy: { kind: 'system' },
    ...about,
  }),
});
const never = async () => {};
const rowsOf = (...rows: Row<'procedure'>[]) => new Map(rows.map((row) => [row.id, row]));
const pinned = (...alertNames: string[]) => ({ match: { alertNames, matchers: [] } });

it('takes the surest reason that any alert of the incident gives', () => {
  const find = finderOver(rowsOf(aRunbook('Disk full'), aRunbook('pinned', pinned('PodsLost'))));
  const { found, alerts } = runbooksFor([anAlert('DiskFull'), anAlert('PodsLost'), anAlert('DiskFull')], find);
  expect(found.map(({ id, reason, alert }) => [id, reason, alert])).toEqual([
    ['pinned', 'alertName', 'PodsLost'],
    ['Disk full', 'title', 'DiskFull'],
  ]);
  expect(alerts).toEqual(['DiskFull', 'PodsLost']);
});

it('names the address of a runbook that is not here, and no script', () => {
  const annotations = { runbook_url: 'https://wiki.example/disk-full' };
  const find = finderOver;
  expect(runbooksFor([anAlert('Other', { annotations })], find(rowsOf())).elsewhere).toEqual([annotations.runbook_url]);
  expect(runbooksFor([anAlert('Other', { annotations })], find(rowsOf(aRunbook('Disk full')))).elsewhere).toEqual([]);
  const hostile = anAlert('Other', { annotations: { runbook_url: 'javascript:alert(1)' } });
  expect(runbooksFor([hostile], find(rowsOf())).elsewhere).toEqual([]);
});

it('looks the procedures over once for each state of them', () => {
  const { finder } = createSuggestDesk({ open: never, pin: never, unpin: never });
  const memo = (rows: ReturnType<typeof rowsOf>) => finder(rows, finderOver);
  const rows = rowsOf(aRunbook('a'));
  expect(memo(rows)).toBe(memo(rows));
  expect(memo(rows)).not.toBe(memo(rowsOf(aRunbook('a'))));
});
