import { beforeEach, expect, test } from 'vitest';
import french from '../../resources/packs/procedures.fr.json' with { type: 'json' };
import { incidentId, personId, teamId } from '../model/ids.ts';
import type { Role } from '../model/person.ts';
import { instant, MINUTE, SECOND } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const A = incidentId('019ab000-0000-7000-8000-00000000000a');
const T = instant('2026-11-22T03:00:00Z');
let records: MemoryRecords;
let count = 0;

function as(who: string, at: number, role: Role = 'responder'): MutatorContext {
  const newId = () => `n${String(++count).padStart(6, '0')}`;
  return { actor: { ref: { kind: 'person', id: personId(who) }, role }, via: 'console', at, newId };
}
const system: MutatorContext = { ...as('x', T), actor: { ref: { kind: 'system' }, role: 'system' }, via: 'server' };
const pages = async () => (await records.get('incident', A))?.pages ?? [];
const kinds = async () => (await records.list('timelineEntry', A)).map(({ doc }) => doc.event.kind);
const page = (who: string, at: number, team = 'security') => records.run('incident.page', { id: A, team }, as(who, at));

beforeEach(async () => {
  count = 0;
  records = createMemoryRecords();
  await records.run('pack.load', { pack: french }, system);
  for (const [id, teams] of Object.entries({ ines: ['devops'], omar: ['security'], zoe: ['security'] })) {
    await records.run('person.provision', { id, doc: { name: id, role: 'responder', teams } }, system);
  }
  await records.run('incident.open', { id: A, title: 'API down', priority: 'P0' }, as('ines', T));
});

test('a team is called, and the timeline says so', async () => {
  expect(await page('ines', T + SECOND)).toEqual({ kind: 'applied' });
  expect(await pages()).toEqual([
    { team: teamId('security'), at: T + SECOND, by: { kind: 'person', id: 'ines' }, answers: [] },
  ]);
  expect(await kinds()).toEqual(['opened', 'paged']);
});

test('within a minute the same team is called once, whoever calls and in whichever order the calls arrive', async () => {
  await page('ines', T + 2 * MINUTE);
  expect(await page('zoe', T + 2 * MINUTE + 59 * SECOND)).toEqual({ kind: 'noop' });
  expect(await page('zoe', T + MINUTE + SECOND)).toEqual({ kind: 'noop' });
  expect(await page('zoe', T + 2 * MINUTE, 'backend')).toEqual({ kind: 'applied' });
  expect(await page('zoe', T + 3 * MINUTE)).toEqual({ kind: 'applied' });
  expect(await page('zoe', T + MINUTE)).toEqual({ kind: 'applied' });
  expect((await pages()).map(({ team, at }) => [team, (at - T) / MINUTE])).toEqual([
    ['security', 1],
    ['security', 2],
    ['backend', 2],
    ['security', 3],
  ]);
});

test('nobody calls an unknown team, to an incident that is over, or as a viewer', async () => {
  expect(await page('ines', T, 'nobody')).toMatchObject({ reason: 'notFound' });
  expect(await records.run('incident.page', { id: A, team: 'security' }, as('ines', T, 'viewer'))).toMatchObject({
    reason: 'forbidden',
  });
  await records.run('incident.resolve', { id: A }, as('ines', T + MINUTE));
  expect(await page('ines', T + 2 * MINUTE)).toMatchObject({ reason: 'alreadyResolved' });
  expect(await pages()).toEqual([]);
});

test('each member answers for themself, once, and nobody else', async () => {
  await page('ines', T);
  const answer = (who: string) => records.run('incident.answer', { id: A }, as(who, T + MINUTE));
  expect(await answer('ines')).toEqual({ kind: 'noop' });
  expect(await answer('omar')).toEqual({ kind: 'applied' });
  expect(await answer('omar')).toEqual({ kind: 'noop' });
  expect(await answer('zoe')).toEqual({ kind: 'applied' });
  expect((await pages())[0]?.answers.map(({ by }) => by)).toEqual(['omar', 'zoe']);
  expect(await kinds()).toEqual(['opened', 'paged', 'pageAnswered', 'pageAnswered']);
});

test('of many calls the last twenty stay on the incident, all of them in the timeline', async () => {
  for (let n = 0; n < 25; n += 1) await page('ines', T + n * MINUTE);
  expect(await pages()).toHaveLength(20);
  expect((await pages()).at(-1)?.at).toBe(T + 24 * MINUTE);
  expect((await kinds()).filter((kind) => kind === 'paged')).toHaveLength(25);
});
