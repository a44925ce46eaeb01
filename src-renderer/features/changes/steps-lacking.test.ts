import { expect, test } from 'vitest';
import { personId } from '../../../src-shared/model/ids.ts';
import { procedureId } from '../../../src-shared/model/procedure.ts';
import { type Run, runEntrySchema, runSchema } from '../../../src-shared/model/run.ts';
import { stepsLacking } from './steps-lacking.ts';

const by = { kind: 'person', id: personId('lea') } as const;
const BODY = '- [ ] Copier {#copy}\n- [ ] Prévenir {#tell}\n- [ ] Vérifier {#check}\n';
const run: Run = runSchema.parse({
  procedure: procedureId('p'),
  revision: 1,
  kind: 'update',
  title: 'Mise à jour',
  body: BODY,
  startedAt: 0,
  startedBy: by,
});
const entry = (step: string, event: object) => ({
  id: step,
  doc: runEntrySchema.parse({ run: 'r', step, event, by, via: 'console', at: 1 }),
});

test('a change whose steps nobody has begun lacks all of them', () => {
  expect(stepsLacking({ entries: [], text: BODY }, 2)).toBe(3);
  expect(stepsLacking({ entries: [], text: '' }, 2)).toBe(0);
});

test('steps that are done or skipped lack no more, and an end with a reason has said why', () => {
  const entries = [entry('copy', { kind: 'done' }), entry('tell', { kind: 'skipped', reason: 'Personne dessus' })];
  expect(stepsLacking({ run, entries, text: '' }, 2)).toBe(1);
  const ended = { ...run, endedAt: 2, endedBy: by };
  expect(stepsLacking({ run: ended, entries, text: '' }, 2)).toBe(1);
  expect(stepsLacking({ run: { ...ended, endReason: 'Vu à la main' }, entries, text: '' }, 2)).toBe(0);
});
