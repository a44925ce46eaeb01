import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../../src-shared/model/collections.ts';
import { serviceId } from '../../../../src-shared/model/ids.ts';
import { createRunbookFinder } from '../../../../src-shared/procedure/match.ts';
import { DAY, instant } from '../../../../src-shared/time/clock.ts';
import { COVERED, createAlertSurvey, neglectedOf } from './survey.ts';

const NOW = instant('2026-11-22T03:00:00Z');

function alert(name: string, more: Partial<Entity<'alert'>['doc']> = {}): Entity<'alert'> {
  return {
    id: name,
    doc: {
      dedupKey: name,
      sender: 'am',
      status: 'resolved',
      priority: 'P2',
      title: name,
      labels: { alertname: name },
      annotations: {},
      startsAt: NOW - DAY,
      lastReceivedAt: NOW - DAY,
      firings: 1,
      ...more,
    },
  };
}

function runbook(id: string, more: Partial<Entity<'procedure'>['doc']> = {}): Entity<'procedure'> {
  const doc = { kind: 'runbook', title: id, tags: [], services: [], revision: 1, steps: 1 } as const;
  return { id, doc: { ...doc, tags: [], services: [], updatedAt: NOW, updatedBy: { kind: 'system' }, ...more } };
}

describe('alerts without a runbook', () => {
  it('are counted by name, the most frequent first; old ones and those that have one are left out', () => {
    const api = serviceId('api');
    const find = createRunbookFinder([runbook('DiskFull'), runbook('Anything about the API', { services: [api] })]);
    const survey = createAlertSurvey(find, NOW - COVERED);
    survey.add([alert('DiskFull'), alert('Slow', { service: api, firings: 3 }), alert('Rare')]);
    survey.add([
      alert('Slow', { lastReceivedAt: NOW, firings: 2 }),
      alert('Old', { lastReceivedAt: NOW - COVERED - 1 }),
    ]);
    expect(survey.uncovered()).toMatchObject([
      { name: 'Slow', firings: 5, last: NOW, services: ['api'] },
      { name: 'Rare', firings: 1 },
    ]);
    expect(survey.counts()).toEqual({ alerts: 4, names: 3, covered: 1 });
  });
});

describe('runbooks left alone', () => {
  it('are those never run, not tested for half a year, and due for a review', () => {
    const neglected = neglectedOf(
      [
        runbook('used', { testedAt: NOW - 10 * DAY }),
        runbook('untested', { testedAt: NOW - 200 * DAY }),
        runbook('due', { testedAt: NOW, reviewEvery: 30, updatedAt: NOW - 31 * DAY }),
        runbook('archived', { archived: true }),
        runbook('maintenance', { kind: 'maintenance' }),
      ],
      new Set(['used', 'untested']),
      NOW,
    );
    expect(neglected.neverUsed.map(({ id }) => id)).toEqual(['due']);
    expect(neglected.notTested.map(({ id }) => id)).toEqual(['untested']);
    expect(neglected.overdue).toMatchObject([{ procedure: { id: 'due' }, due: NOW - DAY }]);
  });
});
