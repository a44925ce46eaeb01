import { describe, expect, test } from 'vitest';
import { incidentId, personId } from '../../../src-shared/model/ids.ts';
import type { FollowUp } from '../../../src-shared/model/post-mortem.ts';
import { instant } from '../../../src-shared/time/clock.ts';
import { dueState, followUpsAsCsv, listFollowUps } from './follow-up-list.ts';

const NOW = instant('2026-11-22T12:00:00Z');
const by = { me: 'lea', zone: 'Europe/Paris', now: NOW };
const row = (id: string, over: Partial<FollowUp> = {}) => ({
  id,
  doc: {
    incident: incidentId('i'),
    title: `Tâche ${id}`,
    status: 'open',
    createdAt: NOW,
    createdBy: { kind: 'system' },
    ...over,
  } satisfies FollowUp as FollowUp,
});
const rows = [
  row('none'),
  row('late', { due: '2026-11-21', owner: personId('max') }),
  row('soon', { due: '2026-11-23', owner: personId('lea') }),
  row('done', { status: 'done', due: '2026-11-01', closedAt: NOW }),
  row('dropped', { status: 'dropped', reason: 'Trop tôt', closedAt: NOW + 1 }),
];
const ids = (view: 'open' | 'mine' | 'late' | 'closed', text = '') =>
  listFollowUps(rows, { view, text }, by).map(({ id }) => id);

describe('the list of follow-ups', () => {
  test('has what is due first at the top, and what has no day at the end', () => {
    expect(ids('open')).toEqual(['late', 'soon', 'none']);
  });

  test('shows mine, what is late, and what is closed with the latest first', () => {
    expect([ids('mine'), ids('late'), ids('closed')]).toEqual([['soon'], ['late'], ['dropped', 'done']]);
  });

  test('is searched without regard to accents and case', () => {
    expect(ids('open', 'TACHE soon')).toEqual(['soon']);
  });
});

test('a follow-up is soon due today and tomorrow, where the person is', () => {
  const state = (due: string) => dueState(row('x', { due }).doc, 'Europe/Paris', NOW);
  expect(['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24'].map(state)).toEqual([
    'late',
    'soon',
    'soon',
    'later',
  ]);
});

test('a spreadsheet gets days and instants that sort, and no formula', () => {
  const names = {
    column: (name: string) => name,
    status: (status: string) => status,
    person: () => 'Léa',
    team: () => undefined,
    incident: () => '#42 API',
  };
  const [heading, line] = followUpsAsCsv([row('x', { title: '=HYPERLINK("x")', due: '2026-11-30' })], names).split(
    '\r\n',
  );
  expect(heading).toBe('title,status,owner,team,due,incident,occurrence,createdAt,closedAt,reason,url');
  expect(line).toBe('"\'=HYPERLINK(""x"")",open,Léa,,2026-11-30,#42 API,,2026-11-22T12:00:00.000Z,,,');
});
