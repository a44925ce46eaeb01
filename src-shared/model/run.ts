import { z } from 'zod';
import { actorRefSchema, originSchema } from './actor.ts';
import { incidentIdSchema, instantSchema, personIdSchema, recordIdSchema, serviceIdSchema } from './ids.ts';
import { bodySchema, phaseWindowSchema, procedureIdSchema, procedureKindSchema } from './procedure.ts';

export const runIdSchema = recordIdSchema.brand<'RunId'>();
export type RunId = z.infer<typeof runIdSchema>;
export const runId = (raw: string): RunId => runIdSchema.parse(raw);

/** Bytes of one file of evidence, before compression. */
export const EVIDENCE_BYTES = 10 * 1024 * 1024;

/** SHA-256 of a file's bytes, in lower-case hex. */
export const blobHashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** A file by its content; the bytes lie apart from the records. */
export const evidenceSchema = z.object({
  hash: blobHashSchema,
  name: z.string().min(1).max(255),
  type: z.string().max(120),
  size: z.int().min(0).max(EVIDENCE_BYTES),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * An execution of a procedure, which keeps the text it was started from. The steps' states are not here: they follow
 * from the run's entries. A phase's run has the id `phaseRunId`, so that two laptops start the same one.
 */
export const runSchema = z.object({
  procedure: procedureIdSchema,
  revision: z.int().positive(),
  kind: procedureKindSchema,
  title: z.string().min(1).max(300),
  body: bodySchema,
  /** Numbered items are its steps where it has no task list; absent in runs from before that. */
  numbered: z.boolean().optional(),
  language: z.string().min(2).max(12).optional(),
  incident: incidentIdSchema.optional(),
  phase: phaseWindowSchema.optional(),
  /** The occurrence of a plan that it works off; its end completes that. */
  occurrence: recordIdSchema.optional(),
  service: serviceIdSchema.optional(),
  startedAt: instantSchema,
  startedBy: actorRefSchema,
  endedAt: instantSchema.optional(),
  endedBy: actorRefSchema.optional(),
  /** Given where it was ended with steps that were neither done nor skipped. */
  endReason: z.string().max(2_000).optional(),
});
export type Run = z.infer<typeof runSchema>;

export const stepIdSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,119}$/u);

const text = z.string().max(20_000);

/** What happened to a step. New kinds may come; readers pass over a kind they do not know. */
export const runEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('skipped'), reason: z.string().min(1).max(2_000) }),
  z.object({ kind: z.literal('text'), text }),
  z.object({ kind: z.literal('choice'), option: z.string().min(1).max(300) }),
  z.object({ kind: z.literal('measure'), value: z.number(), unit: z.string().max(40).optional() }),
  z.object({ kind: z.literal('approved') }),
  z.object({ kind: z.literal('refused'), reason: z.string().min(1).max(2_000) }),
  z.object({ kind: z.literal('timer'), until: instantSchema }),
  z.object({ kind: z.literal('note'), text: text.min(1) }),
  z.object({ kind: z.literal('evidence'), file: evidenceSchema }),
  z.object({ kind: z.literal('assigned'), to: personIdSchema.nullable() }),
  /** Takes back the entries it names, and none that its author had not seen: a tick made meanwhile stands. */
  z.object({ kind: z.literal('undone'), entries: z.array(recordIdSchema).min(1).max(200) }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** Appended, never rewritten. */
export const runEntrySchema = z.object({
  run: runIdSchema,
  step: stepIdSchema,
  event: runEventSchema,
  by: actorRefSchema,
  via: originSchema,
  at: instantSchema,
  receivedAt: instantSchema.optional(),
});
export type RunEntry = z.infer<typeof runEntrySchema>;

export const phaseRunId = (incident: string, { priority, clock }: { priority: string; clock: string }): RunId =>
  runId(`${incident}/${priority}/${clock}`);

/** The run of a runbook for an incident, the `nth` from 1: two laptops that start it offline start the same one. */
export const runbookRunId = (incident: string, procedure: string, nth: number): RunId =>
  runId(`${incident}/${procedure}/${nth}`.slice(-200));
