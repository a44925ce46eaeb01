import { z } from 'zod';
import { calendarIdSchema, slaPolicyIdSchema } from './ids.ts';
import { lineSchema, nameSchema } from './name.ts';
import { perPriority } from './priority.ts';

const target = z
  .int()
  .min(1_000)
  .max(366 * 86_400_000);

/** The three phases of an incident in the procedures, each with its clock. */
export const CLOCKS = ['response', 'resolution', 'postIncident'] as const;
export type ClockName = (typeof CLOCKS)[number];

/** Targets in milliseconds; `null` where the procedures promise nothing. */
export const slaPolicySchema = z.object({
  name: z.string().min(1).max(120),
  targets: perPriority(z.object({ response: target, resolution: target.nullable(), postIncident: target.nullable() })),
  /** The calendar that counts for a priority; `null` counts day and night. */
  calendars: perPriority(calendarIdSchema.nullable()),
  /** Fractions of a window at which to warn, ascending, each in (0, 1). */
  warnAt: z.array(z.number().gt(0).lt(1)).max(8),
  /** After a lapse, warn again every so many milliseconds until acted on; `null` once only. */
  repeatEvery: perPriority(z.int().min(10_000).nullable()),
  /** A sender that fires again within this time after a resolve reopens the incident (flap). */
  reopenWithin: z.int().min(0),
  /** Fired this often within this time, an alert flaps: one incident, one page. `null` lets every firing page. */
  flapping: z
    .object({ firings: z.int().min(2).max(20), within: z.int().min(60_000).max(86_400_000) })
    .nullable()
    .optional(),
  /** A resolved incident with no post-incident target closes by itself after this time. */
  closeAfter: z.int().min(60_000),
  /** The content pack it came from; gone once a person has edited it, and then no pack replaces it. */
  fromPack: z.string().max(120).optional(),
});
export type SlaPolicy = z.infer<typeof slaPolicySchema>;
/** As somebody says it; records of before may be called otherwise. */
export const saidPolicySchema = slaPolicySchema.extend({ name: nameSchema(120) });

/** The one policy of a workspace until a service names another. */
export const DEFAULT_SLA_POLICY = slaPolicyIdSchema.parse('default');

const localTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);

const holidaySchema = z.object({ date: z.string().regex(/^\d{4}-\d\d-\d\d$/), name: z.string().max(120) });
const MOST_HOLIDAYS = 2_000;

/** Business hours in wall-clock time of `zone`. Ranges are half-open `[from, to)`; 24:00 is legal. */
export const calendarSchema = z.object({
  name: z.string().min(1).max(120),
  zone: z.string().min(1).max(64),
  /** ISO weekday, 1 = Monday … 7 = Sunday. */
  hours: z.array(z.object({ day: z.int().min(1).max(7), from: localTime, to: localTime })).max(70),
  holidays: z.array(holidaySchema).max(MOST_HOLIDAYS),
  /** The content pack it came from; gone once a person has edited it, and then no pack replaces it. */
  fromPack: z.string().max(120).optional(),
});
export type Calendar = z.infer<typeof calendarSchema>;
export const saidCalendarSchema = calendarSchema.extend({
  name: nameSchema(120),
  holidays: z.array(holidaySchema.extend({ name: lineSchema(120) })).max(MOST_HOLIDAYS),
});
