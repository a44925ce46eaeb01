import { z } from 'zod';
import { actorRefSchema } from './actor.ts';
import { instantSchema, recordIdSchema, serviceIdSchema, teamIdSchema } from './ids.ts';
import { prioritySchema } from './priority.ts';

export const heartbeatIdSchema = recordIdSchema.brand<'HeartbeatId'>();
export type HeartbeatId = z.infer<typeof heartbeatIdSchema>;
export const heartbeatId = (raw: string): HeartbeatId => heartbeatIdSchema.parse(raw);

/** Bytes of a ping's body that are kept; the answer says so in `Ping-Body-Limit`, as healthchecks.io does. */
export const PING_BODY = 10_000;
/** Pings that are kept of each heartbeat. */
export const KEPT_PINGS = 50;
/** Lengths of runs that are kept of each heartbeat, and as many sizes. */
export const KEPT_DURATIONS = 30;

const grace = z
  .int()
  .min(60_000)
  .max(365 * 86_400_000);
const zone = z.string().min(1).max(64);

/** When the next success is expected. Lengths in milliseconds. */
export const heartbeatScheduleSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('period'),
    period: z
      .int()
      .min(60_000)
      .max(365 * 86_400_000),
    grace,
  }),
  /** Five fields, as in a crontab. */
  z.object({ kind: z.literal('cron'), expression: z.string().min(1).max(200), zone, grace }),
  /** As systemd's OnCalendar has it; several lines are several expressions. */
  z.object({ kind: z.literal('onCalendar'), expression: z.string().min(1).max(200), zone, grace }),
]);
export type HeartbeatSchedule = z.infer<typeof heartbeatScheduleSchema>;

export const PING_KINDS = ['success', 'start', 'fail', 'log'] as const;
export type PingKind = (typeof PING_KINDS)[number];
export const runIdSchema = z.string().regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
const exitCode = z.int().min(0).max(255);
const start = z.object({ rid: runIdSchema.optional(), at: instantSchema });

/** What follows from all pings so far: enough, with the schedule and the time, to say the state. */
export const heartbeatFactsSchema = z.object({
  pings: z.int().positive(),
  /** The last one of any kind. */
  last: z.object({ kind: z.enum(PING_KINDS), at: instantSchema, exitCode: exitCode.optional() }),
  /** The success that the next one is counted from. */
  succeededAt: instantSchema.optional(),
  /** The last start that no end has followed: it has to end within the grace. */
  running: start.optional(),
  /** Starts whose end would give a length, the last of each `rid`. */
  starts: z.array(start).max(20),
  /** Of the last run that said start and then how it ended, in milliseconds. */
  took: z.int().min(0).optional(),
  /** What runs that succeeded took, the latest last: a list shows them without reading pings. */
  durations: z.array(z.int().min(0)).max(KEPT_DURATIONS).optional(),
  /** The last success, whatever was resumed since, and the last failure by its ping: each ends a pause made before. */
  lastOk: z.object({ at: instantSchema, took: z.int().min(0).optional() }).optional(),
  lastFail: z.object({ n: z.int().positive(), at: instantSchema }).optional(),
  /** Sizes in bytes that successes told, the latest last: the register of backups reads no pings for them. */
  sizes: z
    .array(z.object({ at: instantSchema, size: z.int().min(0) }))
    .max(KEPT_DURATIONS)
    .optional(),
  /** It is down, and stays so until the next success. */
  down: z
    .object({
      at: instantSchema,
      /** It said so itself; it did not end in time; no success came in time. */
      why: z.enum(['failed', 'overran', 'missed']),
      exitCode: exitCode.optional(),
    })
    .optional(),
});
export type HeartbeatFacts = z.infer<typeof heartbeatFactsSchema>;

const heldSchema = heartbeatFactsSchema.pick({ running: true, starts: true, down: true });

/** A job that says that it lives. */
export const heartbeatSchema = z.object({
  name: z.string().min(1).max(200),
  /** Last part of its address under a ping key, `/ping/<ping key>/<slug>`: no other has it. */
  slug: z
    .string()
    .regex(/^[a-z0-9_-]{1,100}$/)
    .optional(),
  /** The UUID of its address, `/ping/<key>`: who knows it can ping. */
  key: z.uuid().lowercase(),
  service: serviceIdSchema.optional(),
  team: teamIdSchema.optional(),
  tags: z.array(z.string().min(1).max(60)).max(50),
  /** Of the incident that it opens when it is down. */
  priority: prioritySchema,
  schedule: heartbeatScheduleSchema,
  /** Nothing is expected of it since. */
  pausedAt: instantSchema.optional(),
  /** What the pause put aside, for whoever takes it back. */
  held: heldSchema.optional(),
  /** When its schedule was changed last, and what was so under the one before: for whoever takes that back. */
  rescheduled: z
    .object({ at: instantSchema, isDown: z.boolean(), pausedAt: instantSchema.optional(), held: heldSchema.optional() })
    .optional(),
  /** Paused, a ping does not wake it: only a person does. */
  manualResume: z.boolean().optional(),
  facts: heartbeatFactsSchema.optional(),
  /** When the alert of its being down was last raised; gone when it is over. */
  alertedAt: instantSchema.optional(),
  createdAt: instantSchema,
  createdBy: actorRefSchema,
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** Of the `n`th ping of a heartbeat: the ids go round, so that a ping takes the place of the oldest that is kept. */
export const pingId = (heartbeat: string, n: number): string => `${heartbeat}/${n % KEPT_PINGS}`;

/** One ping as it came. The fifty latest of a heartbeat are kept. */
export const pingSchema = z.object({
  heartbeat: heartbeatIdSchema,
  /** Counts the pings of its heartbeat from 1. */
  n: z.int().positive(),
  kind: z.enum(PING_KINDS),
  exitCode: exitCode.optional(),
  at: instantSchema,
  rid: runIdSchema.optional(),
  method: z.enum(['GET', 'POST', 'HEAD']),
  /** Address of who called, and what it calls itself. */
  remote: z.string().max(64).optional(),
  agent: z.string().max(200).optional(),
  /** What it said, when that is UTF-8. */
  body: z.string().max(PING_BODY).optional(),
  /** From its start to this, in milliseconds. */
  took: z.int().min(0).optional(),
  /** It came while the heartbeat was paused for a person to wake, and changed nothing. */
  ignored: z.boolean().optional(),
});
export type Ping = z.infer<typeof pingSchema>;
