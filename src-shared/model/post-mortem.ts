import { z } from 'zod';
import { actorRefSchema } from './actor.ts';
import { incidentIdSchema, instantSchema, personIdSchema, recordIdSchema, teamIdSchema } from './ids.ts';
import { occurrenceIdSchema } from './plan.ts';
import { webUrlSchema } from './web-url.ts';

/**
 * What is known of an incident's post-mortem without its text, which is in `revision`. Its id is the incident's, so
 * that there is one of each. When it is due follows from the incident: see `postMortemDue`.
 */
export const postMortemSchema = z.object({
  title: z.string().min(1).max(300),
  language: z.string().min(2).max(12).optional(),
  /** Whose clocks its times are read from. */
  zone: z.string().min(1).max(64).optional(),
  /** Number of the revision in force. */
  revision: z.int().positive(),
  /** A published one is closed to editing until a lead reopens it. */
  status: z.enum(['draft', 'published']),
  owner: personIdSchema.optional(),
  /** Agreed by people, in place of the incident's own deadline. */
  due: instantSchema.optional(),
  startedAt: instantSchema,
  startedBy: actorRefSchema,
  updatedAt: instantSchema,
  updatedBy: actorRefSchema,
  publishedAt: instantSchema.optional(),
  publishedBy: actorRefSchema.optional(),
});
export type PostMortem = z.infer<typeof postMortemSchema>;

export const followUpIdSchema = recordIdSchema.brand<'FollowUpId'>();
export type FollowUpId = z.infer<typeof followUpIdSchema>;
export const followUpId = (raw: string): FollowUpId => followUpIdSchema.parse(raw);

/** A day of the calendar, `2026-11-30`: due by the end of it, wherever its owner lives. */
const daySchema = z.iso.date();

/** Work that an incident or an occurrence of a plan left behind, tracked to its end. */
export const followUpSchema = z.object({
  incident: incidentIdSchema.optional(),
  occurrence: occurrenceIdSchema.optional(),
  title: z.string().min(1).max(300),
  detail: z.string().max(5_000).optional(),
  owner: personIdSchema.optional(),
  team: teamIdSchema.optional(),
  due: daySchema.optional(),
  /** Where it is worked on: a ticket, a change. */
  url: webUrlSchema.optional(),
  /** `dropped` will not be done, and `reason` says why. */
  status: z.enum(['open', 'done', 'dropped']),
  reason: z.string().max(2_000).optional(),
  createdAt: instantSchema,
  createdBy: actorRefSchema,
  closedAt: instantSchema.optional(),
  closedBy: actorRefSchema.optional(),
});
export type FollowUp = z.infer<typeof followUpSchema>;
