import { expect, it } from 'vitest';
import type { ActorRef } from '../../../src-shared/model/actor.ts';
import { backupId, type RestoreTest } from '../../../src-shared/model/backup.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { procedureId } from '../../../src-shared/model/procedure.ts';
import { type RunEvent, runId } from '../../../src-shared/model/run.ts';
import { parseProcedure } from '../../../src-shared/procedure/parse.ts';
import { type EntryRow, runProgress } from '../../../src-shared/procedure/run-state.ts';
import { instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { createFormat } from '../../platform/format.ts';
import { runAsMarkdown, runsAsCsv } from './export.ts';

const at = (time: string) => instant(`2026-11-22T${time}Z`);
const by: ActorRef = { kind: 'person', id: personId('lea') };
const HASH = 'c'.repeat(64);
const body = `Prévenez le support.

- [ ] Temps de réponse {#rt .measure unit=ms max=200}
- [ ] Basculer {#switch}
- [ ] Annoncer {#tell}
`;
const entry = (id: string, step: string, event: RunEvent, time: string): EntryRow => ({
  id,
  doc: { run: runId('r'), step, event, by, via: 'console', at: at(time) },
});
const entries = [
  entry('a', 'rt', { kind: 'measure', value: 342, unit: 'ms' }, '10:01:12'),
  entry('b', 'switch', { kind: 'skipped', reason: 'déjà *fait*' }, '10:02:00'),
  entry('c', 'tell', { kind: 'note', text: 'Ligne 1\n<b>Ligne 2</b>' }, '10:03:00'),
  entry(
    'd',
    'tell',
    { kind: 'evidence', file: { hash: HASH, name: 'écran|1.png', type: 'image/png', size: 1234 } },
    '10:04:00',
  ),
];
const doc = {
  procedure: procedureId('p'),
  revision: 3,
  kind: 'runbook' as const,
  title: 'Bascule | <PSP>',
  body,
  startedAt: at('10:00:00'),
  startedBy: by,
};
const procedure = parseProcedure(body);
const run = { doc, procedure, entries, progress: runProgress(procedure.steps, entries, at('11:00:00')) };
const t = ((key: string, params?: object) => `${key}${params ? JSON.stringify(params) : ''}`) as never;
const words = {
  t,
  format: createFormat({ language: 'fr', zone: 'Europe/Paris' }),
  actor: () => 'Léa',
  person: (id: string) => id,
  now: at('11:00:00'),
};

it('writes a run as its own text with what was done, and its evidence with the hashes', () => {
  const text = runAsMarkdown(run, words);
  expect(text).toContain('# Bascule \\| \\<PSP\\>');
  expect(text).toContain('Prévenez le support.');
  expect(text).toContain('- [x] Temps de réponse\n  - 342\u00a0ms, runs.verdict.above');
  expect(text).toContain('à 11:01:12 · 1\u00a0min\u00a012');
  expect(text).toContain('- [ ] ~~Basculer~~');
  expect(text).toContain('déjà \\*fait\\*');
  expect(text).toContain('    > Ligne 1\n    > \\<b\\>Ligne 2\\</b\\>');
  expect(text).toContain(
    [
      '- **écran\\|1.png** · runs.export.bytes{"count":1234,"size":"1\u202f234"}',
      '  - Annoncer · Léa · 22 novembre 2026 à 11:04:00',
      `  - SHA-256 \`${HASH}\``,
    ].join('\n'),
  );
  expect(text).not.toContain('![');
});

it('puts the pictures in for paper', () => {
  expect(runAsMarkdown(run, words, { pictures: true })).toContain(`![écran\\|1.png](blob/${HASH}.png)`);
});

it('says of a restore test how long it took, what was allowed, and its verdict', () => {
  const test = { backup: backupId('rds'), startedAt: at('10:00:00'), startedBy: by, objective: 30 * MINUTE };
  const facts = (more: Partial<RestoreTest>) =>
    runAsMarkdown({ ...run, restore: { backup: 'Base *RDS*', doc: { ...test, ...more } } }, words);
  const open = facts({});
  expect(open).toContain('- **backups.panel** Base \\*RDS\\* · backups.outcome.running');
  expect(open).toContain('- **backups.restoreTime** backups.notTimed · backups.objective{"length":"30\u00a0min"}');
  expect(open).toContain('- **backups.integrity** backups.noVerdictYet');
  const bad = facts({
    took: 42 * MINUTE,
    verdict: { result: 'bad', reason: 'lignes *perdues*' },
    endedAt: at('10:50:00'),
    endedBy: by,
  });
  expect(bad).toContain('- **backups.restoreTime** 42\u00a0min · backups.objective');
  expect(bad).toContain(
    '- **backups.integrity** backups.result.bad · lignes \\*perdues\\* · backups.saidBy{"who":"Léa"',
  );
  expect(facts({ cancelled: { at: at('10:05:00'), by } })).toContain('- **backups.integrity** backups.cancelledBy');
  expect(runAsMarkdown(run, words)).not.toContain('backups.');
});

it('says which time of which plan it works off', () => {
  const occurrence = { plan: 'Nettoyage *système*', when: 'lun. 23 nov. 2026 à 07:46 · 30\u00a0min' };
  expect(runAsMarkdown({ ...run, occurrence }, words)).toContain(
    '- **runs.about.plan** Nettoyage \\*système\\* · lun. 23 nov. 2026 à 07:46 · 30\u00a0min',
  );
  expect(runAsMarkdown(run, words)).not.toContain('runs.about.plan');
});

it('lists runs for a spreadsheet, one row each', () => {
  const line = { id: 'r', doc, progress: { done: 1, skipped: 1, total: 3 }, people: ['lea'], mine: [], lastAt: 0 };
  const csv = runsAsCsv([{ ...line, isWaiting: false }], { ...words, incident: () => '#42' });
  expect(csv.split('\r\n')).toEqual([
    expect.stringContaining('runs.csv.title'),
    'Bascule | <PSP>,p,3,#42,2026-11-22T10:00:00.000Z,Léa,,1,1,3,lea,',
    '',
  ]);
});
