import { z } from 'zod';
import type { LocalDate } from '../time/zone.ts';
import { actorRefSchema } from './actor.ts';
import { CHANGE_TYPES } from './change-type.ts';
import {
  calendarIdSchema,
  instantSchema,
  personIdSchema,
  recordIdSchema,
  serviceIdSchema,
  teamIdSchema,
} from './ids.ts';
import { prioritySchema } from './priority.ts';
import { procedureIdSchema } from './procedure.ts';
import { evidenceSchema, runIdSchema } from './run.ts';

export const planIdSchema = z
  .string()
  .regex(/^[^@\s][^@]{0,149}$/, 'is an id without an @')
  .pipe(recordIdSchema)
  .brand<'PlanId'>();
export type PlanId = z.infer<typeof planIdSchema>;
export const planId = (raw: string): PlanId => planIdSchema.parse(raw);

/** A day of the calendar, `2026-03-29`, from 1970 on as instants are. */
export const localDateSchema = z.iso.date().refine((date) => date >= '1970-01-01', 'is before 1970');
/** Hour and minute on the wall. */
export const wallTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What becomes of an occurrence on a day that is no working day. */
export const HOLIDAY_POLICIES = ['keep', 'nextWorkingDay', 'skip'] as const;

const length = z
  .int()
  .min(60_000)
  .max(366 * 86_400_000);

/** When a plan is due, from a day on until the terms that follow. Lengths in milliseconds. */
export const planTermsSchema = z.object({
  from: localDateSchema,
  /** DTSTART of the rule: what intervals are counted from. */
  anchor: localDateSchema,
  /** An RRULE of days (RFC 5545), see `recurrence/rule.ts`. */
  rrule: z.string().min(1).max(500),
  /** Without one the whole day is meant. */
  time: wallTimeSchema.optional(),
  duration: length.optional(),
  /** IANA zone of the day and the hour. */
  zone: z.string().min(1).max(64),
  /** After its end, how long it still counts as done on time. */
  grace: z
    .int()
    .min(0)
    .max(366 * 86_400_000),
  holidays: z.enum(HOLIDAY_POLICIES),
  /** Whose hours say which weekdays are worked, and whose holidays; without one Monday to Friday are. */
  calendar: calendarIdSchema.optional(),
  /** Whose these days were, where they are another's by now; null where they were nobody's. */
  team: teamIdSchema.nullable().optional(),
  owner: personIdSchema.nullable().optional(),
  /** Whether a second person signed these days, where that is otherwise by now. */
  signature: z.boolean().optional(),
});
export type PlanTerms = z.infer<typeof planTermsSchema>;

/** As many pauses are kept of a plan, those that are over among them. */
export const MOST_PAUSES = 200;
const pausesSchema = z
  .array(z.object({ from: localDateSchema, to: localDateSchema.optional(), saidAt: instantSchema.optional() }))
  .max(MOST_PAUSES);

/** As many procedures that a plan was of are kept. */
export const MOST_FORMER = 100;

/** What must be done when nothing burns: a procedure at its times. An edit adds terms and leaves those of the past. */
export const planSchema = z.object({
  title: z.string().min(1).max(300),
  procedure: procedureIdSchema,
  /** Those that it was of before, the latest last: what was begun by one of them on a laptop stands. */
  formerly: z.array(procedureIdSchema).max(MOST_FORMER).optional(),
  team: teamIdSchema.optional(),
  owner: personIdSchema.optional(),
  service: serviceIdSchema.optional(),
  /** Ascending by `from`. */
  terms: z.array(planTermsSchema).min(1).max(200),
  /** The last nominal day; what it has may be moved beyond it. */
  endsOn: localDateSchema.optional(),
  /**
   * Days without occurrences, neither nominal nor moved there, half-open; without `to` until it is taken up again. An
   * undo names one by when it was said.
   */
  pauses: pausesSchema.optional(),
  /** What the last end or resumption took the place of, from a day on: for whoever takes it back. */
  held: z
    .object({
      at: instantSchema,
      from: localDateSchema,
      endsOn: localDateSchema.optional(),
      pauses: pausesSchema.optional(),
    })
    .optional(),
  /** While it is worked on, alerts of its service page nobody. */
  window: z.boolean().optional(),
  /** A second person signs what was done. */
  signature: z.boolean().optional(),
  /** It is a system update of this type: begun, it opens a change. */
  change: z.enum(CHANGE_TYPES).optional(),
  /** As urgent as this where it reminds; P3 without one. */
  priority: prioritySchema.optional(),
  /** Grows with each change by a person: an editor says which one it saw. */
  revision: z.int().positive(),
  createdAt: instantSchema,
  createdBy: actorRefSchema,
  updatedAt: instantSchema,
  updatedBy: actorRefSchema,
  /** The section of the written procedures that it comes from. */
  section: z.string().max(200).optional(),
  /** The content pack it came from; gone once a person has edited it, and then no pack replaces it. */
  fromPack: z.string().max(120).optional(),
});
export type Plan = z.infer<typeof planSchema>;

const OCCURRENCE_ID = /^[^@]+@\d{4}-\d\d-\d\d$/;
const isOccurrenceId = (text: string): text is OccurrenceId => text.length <= 200 && OCCURRENCE_ID.test(text);

/** `<plan>@<nominal day>`: the same whoever makes it. Neither holidays nor people who move it change it. */
export const occurrenceIdSchema = z
  .string()
  .max(200)
  .regex(OCCURRENCE_ID)
  .refine((id) => localDateSchema.safeParse(id.slice(-10)).success, 'names no day')
  .brand<'OccurrenceId'>();
export type OccurrenceId = z.infer<typeof occurrenceIdSchema>;

/** Made by the hundred thousand, hence without the schema. Throws on a day that is not written as one. */
export function occurrenceId(plan: PlanId, date: LocalDate): OccurrenceId {
  const id = `${plan}@${date}`;
  if (!isOccurrenceId(id)) throw new TypeError(`not an occurrence: ${id}`);
  return id;
}

const reason = z.string().trim().min(1).max(2_000);
const said = { by: actorRefSchema, at: instantSchema };

/** As many files show that an occurrence was done. */
export const MOST_FILES = 20;

/** What happened to an occurrence, as it was heard of. */
export const occurrenceEventSchema = z.discriminatedUnion('kind', [
  /**
   * `window` false: without the window of its plan. `instead`: in the place of all beginnings before it, which stand
   * again once it is taken back.
   */
  z.object({
    kind: z.literal('started'),
    run: runIdSchema,
    window: z.literal(false).optional(),
    instead: z.literal(true).optional(),
    ...said,
  }),
  z.object({
    kind: z.literal('completed'),
    note: z.string().max(2_000).optional(),
    /** What shows that it was done; the bytes lie apart from the records. */
    files: z.array(evidenceSchema).min(1).max(MOST_FILES).optional(),
    ...said,
  }),
  z.object({ kind: z.literal('signed'), ...said }),
  z.object({ kind: z.literal('unsigned'), ...said }),
  z.object({ kind: z.literal('skipped'), reason, ...said }),
  /** `again`: that it was unblocked is taken back, and it is blocked as it was. */
  z.object({ kind: z.literal('blocked'), reason, again: z.boolean().optional(), ...said }),
  z.object({ kind: z.literal('unblocked'), ...said }),
  z.object({
    kind: z.literal('moved'),
    from: instantSchema,
    to: instantSchema,
    reason: reason.optional(),
    ...said,
  }),
  z.object({ kind: z.literal('assigned'), to: personIdSchema.nullable(), ...said }),
  /** Taken back: as if it had not been completed, or, where it was not, not skipped; with `of` what was said then. */
  z.object({ kind: z.literal('reopened'), of: instantSchema.optional(), ...said }),
  /** Taken back: as if it had not been begun; with `of` by this person then. */
  z.object({ kind: z.literal('unstarted'), of: instantSchema.optional(), ...said }),
]);
export type OccurrenceEvent = z.infer<typeof occurrenceEventSchema>;

/** As many events are kept of an occurrence; the mutation log has all. */
export const MOST_EVENTS = 500;

/** One time of a plan that something happened to. What nobody has touched is derived from the plan. */
export const occurrenceSchema = z.object({
  plan: planIdSchema,
  /** Nominal day, in the zone of the plan. */
  date: localDateSchema,
  /** As planned when it was first touched, or as moved. Half-open. */
  at: instantSchema,
  end: instantSchema,
  /** Until then it is done on time. */
  deadline: instantSchema,
  /** No hour was said: the whole day is meant. As the terms had it, which an edit may take away. */
  allDay: z.boolean(),
  /** IANA zone of its day. */
  zone: z.string().min(1).max(64),
  events: z.array(occurrenceEventSchema).min(1).max(MOST_EVENTS),
});
export type Occurrence = z.infer<typeof occurrenceSchema>;
