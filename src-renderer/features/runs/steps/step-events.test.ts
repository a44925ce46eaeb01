import { expect, it } from 'vitest';
import { personId } from '../../../../src-shared/model/ids.ts';
import { type RunEvent, runId } from '../../../../src-shared/model/run.ts';
import { type EntryRow, stepState } from '../../../../src-shared/procedure/run-state.ts';
import type { Step, StepKind } from '../../../../src-shared/procedure/step.ts';
import { mayApprove, naturalEvent, takenBackBy } from './step-events.ts';

const step = (kind: StepKind): Step => ({ ...kind, id: 's', text: 'S', depth: 0, line: 1 });
const lea = personId('lea');
const entry = (id: string, event: RunEvent): EntryRow => ({
  id,
  doc: { run: runId('r'), step: 's', event, by: { kind: 'person', id: lea }, via: 'console', at: 1 },
});

it('starts a timer, and ends one that runs', () => {
  const timer = step({ kind: 'timer', length: 60_000 });
  const fresh = stepState(timer, [], 10);
  expect(naturalEvent(timer, fresh, 10)).toEqual({ kind: 'timer', until: 60_010 });
  const running = stepState(timer, [entry('t', { kind: 'timer', until: 60_010 })], 20);
  expect(naturalEvent(timer, running, 20)).toEqual({ kind: 'done' });
});

it('asks first for what must be said', () => {
  for (const kind of [{ kind: 'text' }, { kind: 'measure' }, { kind: 'choice', options: ['a', 'b'] }] as const) {
    expect(naturalEvent(step(kind), stepState(step(kind), [], 0), 0)).toBeUndefined();
  }
});

it('takes back what settles a step, and leaves notes, evidence and what was taken back already', () => {
  const check = step({ kind: 'check' });
  const entries = [
    entry('a', { kind: 'done' }),
    entry('b', { kind: 'undone', entries: ['a'] }),
    entry('c', { kind: 'note', text: 'seen' }),
    entry('d', { kind: 'skipped', reason: 'no' }),
  ];
  expect(takenBackBy(stepState(check, entries, 9), entries, 's')).toEqual(['d']);
  expect(takenBackBy(stepState(check, [], 9), [], 's')).toEqual([]);
});

it('lets another person than the one who started the run approve, with the role that the step names', () => {
  const approval = step({ kind: 'approval', by: 'lead' });
  const by = (id: string) => ({ startedBy: { kind: 'person', id: personId(id) } as const });
  const approver = { may: () => true, me: lea };
  expect(mayApprove(approval, { ...approver, run: by('max') })).toBe(true);
  expect(mayApprove(approval, { ...approver, run: by('lea') })).toBe(false);
  expect(mayApprove(approval, { ...approver, run: undefined })).toBe(false);
  expect(mayApprove(approval, { ...approver, may: () => false, run: by('max') })).toBe(false);
});
