import { expect, test } from 'vitest';
import { planSchema } from '../../../../src-shared/model/plan.ts';
import { changeOf, droppedFrom, planDraftSchema, planForm, readForm, resumedForm, sameFields } from './plan-form.ts';

const ME = { kind: 'person', id: 'ines' };
const plan = planSchema.parse({
  title: 'Contrôle',
  procedure: 'check',
  terms: [
    {
      from: '2026-03-01',
      anchor: '2026-03-01',
      rrule: 'FREQ=WEEKLY;BYDAY=MO,TH',
      time: '08:00',
      zone: 'Europe/Paris',
      grace: 0,
      holidays: 'skip',
    },
  ],
  priority: 'P2',
  revision: 3,
  createdAt: 0,
  createdBy: ME,
  updatedAt: 0,
  updatedBy: ME,
});

test('what is typed into a plan is kept as it stands, with the plan that it began from', () => {
  const form = { ...planForm(plan, '2026-11-23', 'Europe/Paris'), title: 'Contrôle hebdo' };
  const kept = JSON.parse(JSON.stringify({ form, seen: plan }));
  expect(planDraftSchema.parse(kept)).toEqual({ form, seen: plan });
  const fresh = { form: planForm(undefined, '2026-11-23', 'Europe/Paris'), seen: undefined };
  expect(planDraftSchema.parse(JSON.parse(JSON.stringify(fresh)))).toEqual({ form: fresh.form });
});

test('a plan asks for a name in which something is seen', () => {
  const form = planForm(plan, '2026-11-23', 'Europe/Paris');
  const problemsOf = (title: string) => [...readForm({ ...form, title }, plan.terms[0], '2026-11-23').problems];
  expect(problemsOf('Contrôle')).toEqual([]);
  for (const title of ['', '  ', '\u200b', '\u202e']) expect(problemsOf(title)).toEqual(['title']);
});

test('a draft that was left for days begins today, and a day to come stays', () => {
  const form = planForm(plan, '2026-11-20', 'Europe/Paris');
  expect(resumedForm(form, '2026-11-23').from).toBe('2026-11-23');
  expect(resumedForm({ ...form, from: '2026-12-01' }, '2026-11-23').from).toBe('2026-12-01');
  expect(resumedForm({ ...form, from: '' }, '2026-11-23').from).toBe('');
});

test('times that were to hold later hold earlier when they are asked for earlier, and what they replace is named', () => {
  const [now] = plan.terms;
  if (!now) throw new Error('no terms');
  const later = { ...now, from: '2027-01-01', time: '06:00' };
  const two = { ...plan, terms: [now, later] };
  const form = planForm(two, '2026-11-23', 'Europe/Paris');
  expect(changeOf(form, two, later)).toEqual({ set: {} });
  const earlier = { ...later, from: '2026-12-01' };
  expect(changeOf(form, two, earlier)).toEqual({ set: {}, terms: earlier });
  expect(droppedFrom(two, earlier)).toBe('2027-01-01');
  expect(droppedFrom(two, { ...earlier, from: '2027-02-01' })).toBe(undefined);
});

test('a pause or an end of a plan leaves its fields as they are', () => {
  const pauses = [{ from: '2026-12-01', to: '2026-12-05', saidAt: 1 }];
  expect(sameFields(plan, { ...plan, revision: 4, pauses, endsOn: '2027-01-01' })).toBe(true);
  expect(sameFields(plan, { ...plan, revision: 4, title: 'Ronde' })).toBe(false);
});
