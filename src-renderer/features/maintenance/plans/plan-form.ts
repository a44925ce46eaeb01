import { z } from 'zod';
import { CHANGE_TYPES } from '../../../../src-shared/model/change-type.ts';
import { calendarId, personId, serviceId, teamId } from '../../../../src-shared/model/ids.ts';
import { asLine, isName } from '../../../../src-shared/model/name.ts';
import {
  HOLIDAY_POLICIES,
  type Plan,
  type PlanTerms,
  planSchema,
  wallTimeSchema,
} from '../../../../src-shared/model/plan.ts';
import { PRIORITIES } from '../../../../src-shared/model/priority.ts';
import { procedureId } from '../../../../src-shared/model/procedure.ts';
import type { ArgsOf } from '../../../../src-shared/mutators/registry.ts';
import { parseRule, type RuleProblem } from '../../../../src-shared/recurrence/rule.ts';
import { DAY, HOUR, MINUTE } from '../../../../src-shared/time/clock.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';
import { formOf, ruleFormSchema, ruleOf } from './rule-form.ts';

const UNITS = { minutes: MINUTE, hours: HOUR, days: DAY } as const;
export type Unit = keyof typeof UNITS;

/** A length as somebody types it. */
const lengthSchema = z.object({ amount: z.string(), unit: z.enum(['minutes', 'hours', 'days']) });
export type Length = z.infer<typeof lengthSchema>;

/** All that can be said of a plan, as its fields hold it. */
const planFormSchema = z.object({
  title: z.string(),
  procedure: z.string(),
  team: z.string(),
  owner: z.string(),
  service: z.string(),
  rule: ruleFormSchema,
  /** Empty: the whole day. */
  time: z.string(),
  duration: lengthSchema,
  grace: lengthSchema,
  zone: z.string(),
  holidays: z.enum(HOLIDAY_POLICIES),
  calendar: z.string(),
  window: z.boolean(),
  signature: z.boolean(),
  /** Empty: as urgent as P3. */
  priority: z.enum(['', ...PRIORITIES]),
  /** Empty: it is no system update. */
  change: z.enum(['', ...CHANGE_TYPES]),
  /** From which day on it is so. */
  from: z.string(),
});
export type PlanForm = z.infer<typeof planFormSchema>;

/** A plan as it is being typed, with the plan as the fields began with it: none for a new one. */
export const planDraftSchema = z.object({ form: planFormSchema, seen: planSchema.optional() });
export type PlanDraft = z.infer<typeof planDraftSchema>;

export function lengthOf(form: Length): number | undefined {
  const amount = Number(form.amount.replace(',', '.'));
  if (form.amount.trim() === '' || !Number.isFinite(amount) || amount < 0) return undefined;
  return Math.round(amount * UNITS[form.unit]);
}

/** In the largest unit that gives a whole number. */
export function asLength(length: number, units: readonly Unit[] = ['days', 'hours', 'minutes']): Length {
  const unit = units.find((one) => length > 0 && length % UNITS[one] === 0) ?? 'minutes';
  return { amount: String(length / UNITS[unit]), unit };
}

/** The form of a plan as its last terms have it, or of a new one. */
export function planForm(plan: Plan | undefined, today: LocalDate, zone: string): PlanForm {
  const terms = plan?.terms.at(-1);
  const from = terms && terms.from > today ? terms.from : today;
  return {
    title: plan?.title ?? '',
    procedure: plan?.procedure ?? '',
    team: plan?.team ?? '',
    owner: plan?.owner ?? '',
    service: plan?.service ?? '',
    rule: formOf(terms?.rrule ?? 'FREQ=WEEKLY', terms?.anchor ?? today),
    time: terms ? (terms.time ?? '') : '09:00',
    duration: asLength(terms?.duration ?? (terms ? 0 : 30 * MINUTE), ['hours', 'minutes']),
    grace: asLength(terms?.grace ?? 4 * HOUR),
    zone: terms?.zone ?? zone,
    holidays: terms?.holidays ?? 'keep',
    calendar: terms?.calendar ?? '',
    window: plan?.window ?? false,
    signature: plan?.signature ?? false,
    priority: plan?.priority ?? '',
    change: plan?.change ?? '',
    from,
  };
}

/** Whether two states of a plan fill its fields with the same. */
export function sameFields(one: Plan, other: Plan): boolean {
  const fieldsOf = (plan: Plan) => JSON.stringify([planForm(plan, '', ''), plan.terms]);
  return fieldsOf(one) === fieldsOf(other);
}

/** A form that was left: what was to begin on a day that is over begins today. */
export const resumedForm = (form: PlanForm, today: LocalDate): PlanForm =>
  form.from !== '' && form.from < today ? { ...form, from: today } : form;

export type FormProblem = 'title' | 'procedure' | 'time' | 'duration' | 'grace' | 'from' | 'weekdays';

export interface ReadForm {
  problems: ReadonlySet<FormProblem>;
  /** What is wrong with a rule that was typed. */
  rule: RuleProblem | undefined;
  terms: PlanTerms | undefined;
}

/** Reads the fields; terms where they say some. `before` gives the day that intervals are counted from. */
export function readForm(form: PlanForm, before: PlanTerms | undefined, today: LocalDate): ReadForm {
  const problems = new Set<FormProblem>();
  if (!isName(form.title)) problems.add('title');
  if (form.procedure === '') problems.add('procedure');
  if (form.time !== '' && !wallTimeSchema.safeParse(form.time).success) problems.add('time');
  const duration = lengthOf(form.duration);
  const grace = lengthOf(form.grace);
  if (form.duration.amount.trim() !== '' && (duration === undefined || duration > 366 * DAY)) problems.add('duration');
  if (grace === undefined || grace > 366 * DAY) problems.add('grace');
  if (form.from === '' || form.from < today) problems.add('from');
  if (form.rule.every === 'week' && form.rule.weekdays.length === 0) problems.add('weekdays');
  const rrule = ruleOf(form.rule);
  const parsed = parseRule(rrule);
  const rule = parsed.ok ? undefined : parsed.problem;
  const inTerms = [...problems].some((one) => one !== 'title' && one !== 'procedure');
  if (inTerms || rule || grace === undefined) return { problems, rule, terms: undefined };
  const sameRule = before?.rrule === rrule || (before && ruleOf(formOf(before.rrule, before.anchor)) === rrule);
  return {
    problems,
    rule,
    terms: {
      from: form.from,
      // The same rule goes on counting from where it began; another one begins with its first day.
      anchor: sameRule && before ? before.anchor : form.from,
      rrule: sameRule && before ? before.rrule : rrule,
      ...(form.time ? { time: form.time } : {}),
      ...(duration !== undefined && duration >= MINUTE ? { duration } : {}),
      zone: form.zone,
      grace,
      holidays: form.holidays,
      ...(form.calendar ? { calendar: calendarId(form.calendar) } : {}),
    },
  };
}

const orNull = <T>(text: string, read: (raw: string) => T): T | null => (text === '' ? null : read(text));

/** What a form says apart from its terms; `null` for what it leaves empty. */
const saidBy = (form: PlanForm) => ({
  title: asLine(form.title),
  procedure: procedureId(form.procedure),
  team: orNull(form.team, teamId),
  owner: orNull(form.owner, personId),
  service: orNull(form.service, serviceId),
  window: form.window || null,
  signature: form.signature || null,
  priority: form.priority || null,
  change: form.change || null,
});

/** Only what differs, so that two people's edits of two things both stand. */
export function changeOf(form: PlanForm, plan: Plan, terms: PlanTerms): Pick<ArgsOf<'plan.edit'>, 'set' | 'terms'> {
  const said = saidBy(form);
  const set = Object.fromEntries(
    Object.entries(said).filter(([name, value]) => value !== (plan[name as keyof typeof said] ?? null)),
  ) as ArgsOf<'plan.edit'>['set'];
  const last = plan.terms.at(-1);
  const same =
    last &&
    terms.from >= last.from &&
    JSON.stringify(sorted({ ...last, from: '' })) === JSON.stringify(sorted({ ...terms, from: '' }));
  return same ? { set } : { set, terms };
}

/** The first day from which a plan's times were to be others, and will not be once some hold from an earlier day. */
export const droppedFrom = (plan: Plan, terms: PlanTerms): LocalDate | undefined =>
  plan.terms.find(({ from }) => from > terms.from)?.from;

const sorted = (terms: PlanTerms) => Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1));

export function contentOf(form: PlanForm, terms: PlanTerms): Omit<ArgsOf<'plan.create'>, 'id'> {
  const { title, procedure, ...rest } = saidBy(form);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)) as Omit<
    ArgsOf<'plan.create'>,
    'id' | 'title' | 'procedure' | 'terms'
  >;
  return { title, procedure, ...given, terms };
}
