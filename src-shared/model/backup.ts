import { z } from 'zod';
import { actorRefSchema } from './actor.ts';
import { heartbeatIdSchema } from './heartbeat.ts';
import { instantSchema, personIdSchema, recordIdSchema, serviceIdSchema, teamIdSchema } from './ids.ts';
import { procedureIdSchema } from './procedure.ts';

export const backupIdSchema = recordIdSchema.brand<'BackupId'>();
export type BackupId = z.infer<typeof backupIdSchema>;
export const backupId = (raw: string): BackupId => backupIdSchema.parse(raw);

/** Entries by hand that are kept of each backup. */
export const KEPT_ENTRIES = 100;

const bytes = z.int().min(0);
const length = z
  .int()
  .min(1_000)
  .max(366 * 86_400_000);

/** A backup that somebody looked at or made: what no ping told. */
export const backupEntrySchema = z.object({
  id: recordIdSchema,
  outcome: z.enum(['ok', 'failed']),
  at: instantSchema,
  by: actorRefSchema,
  size: bytes.optional(),
  note: z.string().max(2_000).optional(),
});
export type BackupEntry = z.infer<typeof backupEntrySchema>;

/** What is backed up, where to, how often and for how long it is kept. Whether it worked is told by its heartbeat. */
export const backupSchema = z.object({
  title: z.string().min(1).max(300),
  /** Where it goes: a service, a bucket, a shelf. */
  target: z.string().max(200).optional(),
  /** An RRULE of days; without one it is kept no count of when the next one is due. */
  cadence: z.string().min(1).max(500).optional(),
  /** How long a backup is kept, in days. */
  retention: z.int().min(1).max(36_600).optional(),
  heartbeat: heartbeatIdSchema.optional(),
  /** A smaller one is not what it should be. */
  sizeAtLeast: bytes.optional(),
  /** How long a restore may take. */
  restoreWithin: length.optional(),
  service: serviceIdSchema.optional(),
  owner: personIdSchema.optional(),
  team: teamIdSchema.optional(),
  procedure: procedureIdSchema.optional(),
  /** The newest last. */
  entries: z.array(backupEntrySchema).max(KEPT_ENTRIES),
  archived: z.boolean().optional(),
  createdAt: instantSchema,
  createdBy: actorRefSchema,
  /** Where it stands in the written procedures' list. */
  place: z.int().min(0).optional(),
  /** The content pack it came from; gone once a person has edited it, and then no pack replaces it. */
  fromPack: z.string().max(120).optional(),
});
export type Backup = z.infer<typeof backupSchema>;

/** Whether what was restored is what had been backed up. */
export const verdictSchema = z.discriminatedUnion('result', [
  z.object({ result: z.literal('ok') }),
  z.object({ result: z.literal('bad'), reason: z.string().trim().min(1).max(2_000) }),
]);
export type Verdict = z.infer<typeof verdictSchema>;

const took = z.int().min(0);
const said = { by: actorRefSchema, at: instantSchema };

/** What was said of how long a restore takes; `measured` is a length that was typed. */
export const clockEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), ...said }),
  z.object({ kind: z.literal('stop'), ...said }),
  z.object({ kind: z.literal('clear'), ...said }),
  z.object({ kind: z.literal('measured'), took, ...said }),
]);
export type ClockEvent = z.infer<typeof clockEventSchema>;
/** As much may be said of the time of one restore. */
export const MOST_CLOCK_EVENTS = 200;

/** What ended a test: its verdict, or without one that it was called off. */
const endSchema = z.object({ ...said, verdict: verdictSchema.optional() });
export type RestoreEnd = z.infer<typeof endSchema>;
/** As many ends of one test may give way to earlier ones. */
export const MOST_LATER_ENDS = 20;

const testSchema = z.object({
  backup: backupIdSchema,
  startedAt: instantSchema,
  startedBy: actorRefSchema,
  /** How long the restore was allowed to take when the test began. */
  objective: length.optional(),
  /** As it was heard of. What follows from it is written with it, for whoever reads. */
  clock: z.array(clockEventSchema).max(MOST_CLOCK_EVENTS).optional(),
  /** A restore is being timed since. */
  timedSince: instantSchema.optional(),
  /** How long the restore took, in milliseconds, by what was said before its end. */
  took: took.optional(),
  verdict: verdictSchema.optional(),
  endedAt: instantSchema.optional(),
  endedBy: actorRefSchema.optional(),
  /** Called off: it says nothing about the backup. */
  cancelled: z.object({ at: instantSchema, by: actorRefSchema }).optional(),
  /** Ends that gave way to an earlier one that was heard of after them: they stand again once that is taken back. */
  later: z.array(endSchema).max(MOST_LATER_ENDS).optional(),
});
/**
 * A backup that was restored to see whether it can be. Its steps are worked through in the run of the same id, hence
 * one test a run.
 */
export const restoreTestSchema = testSchema.extend({
  /** What was called off before it was begun anew: for whoever takes that back. */
  held: testSchema.optional(),
});
export type RestoreTest = z.infer<typeof restoreTestSchema>;
