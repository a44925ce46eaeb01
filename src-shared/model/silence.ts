import { z } from 'zod';
import { actorRefSchema } from './actor.ts';
import { instantSchema, recordIdSchema } from './ids.ts';

/** One condition on a label, in the terms of Alertmanager's API. An absent label counts as ''. */
export const matcherSchema = z.object({
  name: z.string().min(1).max(256),
  value: z.string().max(1_000),
  /** The value is an RE2 expression that must match the whole label. */
  isRegex: z.boolean(),
  /** False turns the condition round: `!=`, `!~`. */
  isEqual: z.boolean(),
});
export type Matcher = z.infer<typeof matcherSchema>;

/** Firing alerts whose labels meet every matcher are recorded and page nobody, in `[startsAt, endsAt)`. */
export const silenceSchema = z.object({
  matchers: z.array(matcherSchema).min(1).max(50),
  startsAt: instantSchema,
  endsAt: instantSchema,
  /** IANA zone in which start and end were entered, and in which they are shown for editing. */
  zone: z.string().min(1).max(64),
  reason: z.string().min(1).max(2_000),
  createdBy: actorRefSchema,
  createdAt: instantSchema,
  /** Who made it where it was imported from. */
  author: z.string().max(200).optional(),
  updatedBy: actorRefSchema.optional(),
  updatedAt: instantSchema.optional(),
  /** Grows with each change by a person: an editor says which one it saw. */
  revision: z.int().positive(),
  /** The server has gone through what is firing for this revision. */
  appliedRevision: z.int().positive().optional(),
  /** It is over and what it held back has been let go. */
  settled: z.boolean().optional(),
});
export type Silence = z.infer<typeof silenceSchema>;

/** Silences that are not settled are listed under this `ref`. */
export const CURRENT_SILENCES = 'current';

/** A stretch during which an incident warned nobody: all its firing alerts were under these silences. Half-open. */
export const silencedSpanSchema = z.object({
  by: z.array(recordIdSchema).min(1).max(50),
  since: instantSchema,
  until: instantSchema,
});
export type SilencedSpan = z.infer<typeof silencedSpanSchema>;
