import { z } from 'zod';
import { actorRefSchema, originSchema } from './actor.ts';
import {
  calendarIdSchema,
  incidentIdSchema,
  instantSchema,
  personIdSchema,
  serviceIdSchema,
  slaPolicyIdSchema,
  teamIdSchema,
} from './ids.ts';
import { occurrenceIdSchema } from './plan.ts';
import { prioritySchema } from './priority.ts';
import { silencedSpanSchema } from './silence.ts';

export const INCIDENT_STATUSES = ['triggered', 'acknowledged', 'resolved', 'closed'] as const;
export const incidentStatusSchema = z.enum(INCIDENT_STATUSES);
export type IncidentStatus = z.infer<typeof incidentStatusSchema>;

const segmentReasonSchema = z.enum([
  'opened',
  'priority',
  'policy',
  'paused',
  'resumed',
  'unacknowledged',
  'resolved',
  'reopened',
]);

/**
 * A stretch of a clock during which nothing about it changed. `to` is absent on the last, running one; half-open.
 * A paused stretch has `target: null` and consumes nothing. `fresh` starts a new window: what was consumed before
 * it does not count. The target is kept in the segment so that editing a policy never rewrites the past.
 */
const segmentSchema = z.object({
  from: instantSchema,
  to: instantSchema.optional(),
  target: z.int().positive().nullable(),
  priority: prioritySchema,
  calendar: calendarIdSchema.nullable(),
  reason: segmentReasonSchema,
  note: z.string().max(2_000).optional(),
  fresh: z.boolean().optional(),
});
export type Segment = z.infer<typeof segmentSchema>;

/** Segments oldest first, contiguous inside a window. `stoppedAt` is set while the commitment counts as kept. */
const slaClockSchema = z.object({
  segments: z.array(segmentSchema),
  stoppedAt: instantSchema.optional(),
});
export type SlaClock = z.infer<typeof slaClockSchema>;

/** As many calls are kept on an incident; the timeline has all. */
export const MOST_PAGES = 20;
export const MOST_ANSWERS = 50;

const pageSchema = z.object({
  team: teamIdSchema,
  at: instantSchema,
  by: actorRefSchema,
  /** Members who said that they come. */
  answers: z.array(z.object({ by: personIdSchema, at: instantSchema })).max(MOST_ANSWERS),
});
export type Page = z.infer<typeof pageSchema>;

export const incidentSchema = z.object({
  /** #42: given by the server; absent while the incident is known to this laptop alone. */
  number: z.int().positive().optional(),
  title: z.string().min(1).max(500),
  priority: prioritySchema,
  /** The priority came from the fallback because no rule matched. */
  priorityGuessed: z.boolean().optional(),
  status: incidentStatusSchema,
  service: serviceIdSchema.optional(),
  team: teamIdSchema.optional(),
  policy: slaPolicyIdSchema,
  openedAt: instantSchema,
  openedBy: actorRefSchema,
  acknowledgedAt: instantSchema.optional(),
  acknowledgedBy: actorRefSchema.optional(),
  resolvedAt: instantSchema.optional(),
  resolvedBy: actorRefSchema.optional(),
  closedAt: instantSchema.optional(),
  assignee: personIdSchema.optional(),
  statusText: z.string().max(2_000).optional(),
  mergedInto: incidentIdSchema.optional(),
  /** The occurrence of a plan during which it was found. */
  occurrence: occurrenceIdSchema.optional(),
  links: z.array(z.object({ url: z.string().max(2_000), title: z.string().max(200) })).max(100),
  /** Service and sender's group: alerts of the same group join the incident while it is not closed. */
  groupKey: z.string().max(1_000).optional(),
  alertsTotal: z.int().min(0),
  alertsFiring: z.int().min(0),
  /** Times a sender fired again after its resolve. */
  reopenings: z.int().min(0).optional(),
  /** When a sender last opened or reopened it, oldest first. */
  recentFirings: z.array(instantSchema).max(20).optional(),
  /**
   * It fires and resolves over and over: until `until` a sender's resolve leaves it open and a firing pages nobody.
   * Each change moves `until` on.
   */
  flapping: z.object({ since: instantSchema, until: instantSchema, changes: z.int().positive() }).optional(),
  /** Stretches under silence, oldest first; the last may lie in the future. Nothing warns during one. */
  silences: z.array(silencedSpanSchema).max(50).optional(),
  /** Teams that were called to it, oldest first, with who has answered. */
  pages: z.array(pageSchema).max(MOST_PAGES).optional(),
  clocks: z.object({
    response: slaClockSchema,
    resolution: slaClockSchema.optional(),
    postIncident: slaClockSchema.optional(),
  }),
});
export type Incident = z.infer<typeof incidentSchema>;

const text = z.string().max(20_000);

const slaPoint = {
  clock: z.string().max(40),
  deadline: instantSchema,
  /** It fell while the incident was under silence: nobody was told then. */
  silenced: z.literal(true).optional(),
};

/** What happened, by kind. New kinds may come; readers show an unknown kind as plain text. */
const timelineEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opened'),
    title: z.string().max(500),
    priority: prioritySchema,
    /** The maintenance during which it was found. */
    occurrence: z.string().max(200).optional(),
  }),
  z.object({ kind: z.literal('alertJoined'), titles: z.array(z.string().max(500)).max(20), count: z.int() }),
  z.object({ kind: z.literal('alertResolved'), titles: z.array(z.string().max(500)).max(20), count: z.int() }),
  z.object({ kind: z.literal('acknowledged') }),
  z.object({ kind: z.literal('unacknowledged') }),
  z.object({ kind: z.literal('assigned'), to: personIdSchema.nullable() }),
  z.object({ kind: z.literal('priority'), from: prioritySchema, to: prioritySchema, reason: text }),
  z.object({ kind: z.literal('note'), text }),
  z.object({ kind: z.literal('statusText'), text }),
  z.object({ kind: z.literal('paused'), reason: text }),
  z.object({ kind: z.literal('resumed') }),
  z.object({ kind: z.literal('resolved'), text: text.optional() }),
  z.object({ kind: z.literal('reopened'), reason: text.optional() }),
  z.object({ kind: z.literal('closed') }),
  z.object({ kind: z.literal('merged'), into: incidentIdSchema }),
  z.object({ kind: z.literal('absorbed'), from: incidentIdSchema }),
  z.object({ kind: z.literal('linked'), url: z.string().max(2_000), title: z.string().max(200) }),
  z.object({ kind: z.literal('silenced'), silence: z.string().max(200), until: instantSchema, reason: text }),
  z.object({ kind: z.literal('unsilenced') }),
  z.object({ kind: z.literal('flapping'), changes: z.int() }),
  z.object({ kind: z.literal('steady') }),
  z.object({ kind: z.literal('paged'), team: teamIdSchema }),
  z.object({ kind: z.literal('pageAnswered') }),
  z.object({ kind: z.literal('runStarted'), run: z.string().max(200), title: z.string().max(300) }),
  /** With how many steps neither done nor skipped. */
  z.object({ kind: z.literal('runEnded'), run: z.string().max(200), title: z.string().max(300), lacking: z.int() }),
  z.object({ kind: z.literal('postMortemStarted') }),
  z.object({ kind: z.literal('postMortemPublished') }),
  z.object({ kind: z.literal('postMortemReopened') }),
  z.object({ kind: z.literal('followUpAdded'), title: z.string().max(300) }),
  z.object({ kind: z.literal('followUpDone'), title: z.string().max(300) }),
  z.object({ kind: z.literal('followUpDropped'), title: z.string().max(300), reason: text }),
  z.object({ kind: z.literal('followUpReopened'), title: z.string().max(300) }),
  z.object({ kind: z.literal('slaWarning'), at: z.number(), ...slaPoint }),
  z.object({ kind: z.literal('slaLapsed'), ...slaPoint }),
]);
export type TimelineEvent = z.infer<typeof timelineEventSchema>;

/** Appended, never rewritten. `at` is the laptop's corrected time, `receivedAt` the server's (absent until it has it). */
export const timelineEntrySchema = z.object({
  incident: incidentIdSchema,
  event: timelineEventSchema,
  by: actorRefSchema,
  via: originSchema,
  at: instantSchema,
  receivedAt: instantSchema.optional(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
