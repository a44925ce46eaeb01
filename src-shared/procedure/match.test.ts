import { expect, it, test } from 'vitest';
import { serviceId } from '../model/ids.ts';
import { type Procedure, procedureId } from '../model/procedure.ts';
import { instant } from '../time/clock.ts';
import { createRunbookFinder, nameKey } from './match.ts';

const runbook = (id: string, about: Partial<Procedure> = {}) => ({
  id: procedureId(id),
  doc: {
    kind: 'runbook',
    title: id,
    tags: [],
    services: [],
    revision: 1,
    steps: 0,
    updatedAt: instant('2026-11-22T03:00:00Z'),
    updatedBy: { kind: 'system' },
    ...about,
  } satisfies Procedure,
});
const alert = {
  title: 'A pod does not come up',
  labels: { alertname: 'KubePodCrashLooping', namespace: 'shop', severity: 'page' },
  annotations: { runbook_url: 'https://runbooks.example/runbooks/kubernetes/kubepodcrashlooping/' },
  service: serviceId('shop'),
};
const reasons = (all: ReturnType<typeof runbook>[], about = alert) =>
  createRunbookFinder(all)(about).map(({ id, reason }) => `${id}: ${reason}`);

it('finds the runbook by name, matchers, link, title and service, the surest first', () => {
  const matcher = { name: 'namespace', value: 'sh.p', isRegex: true, isEqual: true };
  expect(
    reasons([
      runbook('of the service', { services: [serviceId('shop')] }),
      runbook('Kube pod crash looping'),
      runbook('matched', { match: { alertNames: [], matchers: [[matcher]] } }),
      runbook('pinned', { match: { alertNames: ['KubePodCrashLooping'], matchers: [] } }),
      runbook('of something else', { match: { alertNames: ['Other'], matchers: [[{ ...matcher, isEqual: false }]] } }),
    ]),
  ).toEqual([
    'pinned: alertName',
    'matched: matchers',
    'Kube pod crash looping: runbookUrl',
    'of the service: service',
  ]);
});

it('finds an imported file by the address of its runbook, and by its own name without one', () => {
  const file = runbook('Crash loops', { source: { collection: 'docs', path: 'k8s/KubePodCrashLooping.md' } });
  expect(reasons([file])).toEqual(['Crash loops: runbookUrl']);
  expect(reasons([file], { ...alert, annotations: { runbook_url: '' } })).toEqual(['Crash loops: title']);
  const elsewhere = { ...alert, annotations: { runbook_url: 'https://wiki.example/x#crash-loops' } };
  expect(reasons([runbook('Crash loops')], elsewhere)).toEqual(['Crash loops: runbookUrl']);
  const broken = { ...alert, annotations: { runbook_url: 'https://wiki.example/%E0%A4%A' } };
  expect(reasons([runbook('Crash loops')], broken)).toEqual([]);
});

it('finds a folder’s page by the name of the folder, and not by that of all such pages', () => {
  const page = runbook('Crash loops', { source: { collection: 'docs', path: 'k8s/KubePodCrashLooping/README.md' } });
  const other = runbook('About', { source: { collection: 'docs', path: 'README.md' } });
  const annotations = { runbook_url: 'https://git.example/ops/blob/main/k8s/KubePodCrashLooping/README.md' };
  expect(reasons([other, page], { ...alert, annotations })).toEqual(['Crash loops: runbookUrl']);
  expect(reasons([other, page])).toEqual(['Crash loops: runbookUrl']);
});

it('suggests nothing that is archived or no runbook', () => {
  const match = { alertNames: ['KubePodCrashLooping'], matchers: [] };
  expect(reasons([runbook('a', { match, archived: true }), runbook('b', { match, kind: 'maintenance' })])).toEqual([]);
});

test.each(['KubePodCrashLooping', 'kube-pod-crash-looping.md', 'Kube pod crash looping', 'kubepodcrashlooping.html'])(
  '%s names the same runbook',
  (name) => {
    expect(nameKey(name)).toBe('kubepodcrashlooping');
  },
);
