import { z } from 'zod';
import { actorRefSchema } from './actor.ts';
import { instantSchema, personIdSchema, recordIdSchema, serviceIdSchema, teamIdSchema } from './ids.ts';
import { prioritySchema } from './priority.ts';
import { matcherSchema } from './silence.ts';
import { CLOCKS } from './sla-policy.ts';

export const procedureIdSchema = recordIdSchema.brand<'ProcedureId'>();
export type ProcedureId = z.infer<typeof procedureIdSchema>;
export const procedureId = (raw: string): ProcedureId => procedureIdSchema.parse(raw);

/** `reference` is read and not worked through: responsibilities, targets, registers. */
export const PROCEDURE_KINDS = [
  'incidentPhase',
  'maintenance',
  'runbook',
  'update',
  'restoreTest',
  'report',
  'training',
  'reference',
] as const;
export const procedureKindSchema = z.enum(PROCEDURE_KINDS);
export type ProcedureKind = z.infer<typeof procedureKindSchema>;

/** What a step of an incident does when its button is pressed. */
export const STEP_ACTIONS = [
  'acknowledge',
  'page',
  'status',
  'assign',
  'link',
  'note',
  'resolve',
  'postMortem',
] as const;
export type StepAction = (typeof STEP_ACTIONS)[number];

/** 5,000 long lines. */
export const BODY_LENGTH = 400_000;
export const bodySchema = z.string().max(BODY_LENGTH);

const millis = z.int().min(0);

/** The phase of an incident that a procedure is for, its window counted from the opening; half-open. */
export const phaseWindowSchema = z.object({
  priority: prioritySchema,
  clock: z.enum(CLOCKS),
  from: millis,
  to: millis,
});
export type PhaseWindow = z.infer<typeof phaseWindowSchema>;

const alertNameSchema = z.string().min(1).max(500);

/** The alerts a runbook is for: any of the names, or all matchers of any list. */
const runbookMatchSchema = z.object({
  alertNames: z.array(alertNameSchema).max(200),
  matchers: z.array(z.array(matcherSchema).min(1).max(20)).max(50),
});
export type RunbookMatch = z.infer<typeof runbookMatchSchema>;

/** What is known of a procedure without its text, which is in `revision`. */
export const procedureSchema = z.object({
  kind: procedureKindSchema,
  title: z.string().min(1).max(300),
  language: z.string().min(2).max(12).optional(),
  tags: z.array(z.string().min(1).max(60)).max(50),
  services: z.array(serviceIdSchema).max(200),
  team: teamIdSchema.optional(),
  owner: personIdSchema.optional(),
  phase: phaseWindowSchema.optional(),
  match: runbookMatchSchema.optional(),
  /** Number of the revision in force. */
  revision: z.int().positive(),
  /** Steps of that revision: the list shows them without reading it. */
  steps: z.int().min(0),
  updatedAt: instantSchema,
  updatedBy: actorRefSchema,
  testedAt: instantSchema.optional(),
  /** Days between reviews; absent where none is asked for. */
  reviewEvery: z.int().min(1).max(3_660).optional(),
  reviewedAt: instantSchema.optional(),
  archived: z.boolean().optional(),
  /** The section of the written procedures that it comes from: an id of the pack's outline. */
  section: z.string().max(200).optional(),
  /** Where it stands in that document: before all of a higher number, under the titles that lead to its section. */
  place: z.object({ order: z.int().min(0), titles: z.array(z.string().min(1).max(300)).min(1).max(8) }).optional(),
  /** Where it was imported from, so that the same file imported again is the same procedure. */
  source: z
    .object({
      collection: z.string().max(300),
      path: z.string().max(1_000),
      /** The revision that says what the file said when it was last imported; absent where it is the first. */
      revision: z.int().positive().optional(),
    })
    .optional(),
  /** The content pack it came from; gone once a person has edited it, and then no pack replaces it. */
  fromPack: z.string().max(120).optional(),
});
export type Procedure = z.infer<typeof procedureSchema>;

/** What a text that people edit together belongs to. */
const textSubjectSchema = z.object({
  collection: z.enum(['procedure', 'postMortem']),
  id: recordIdSchema,
});
export type TextSubject = z.infer<typeof textSubjectSchema>;

/** One state of a text. Appended, never rewritten; its id is `revisionId(subject, number)`. */
export const revisionSchema = z.object({
  of: textSubjectSchema,
  number: z.int().positive(),
  title: z.string().min(1).max(300),
  body: bodySchema,
  by: actorRefSchema,
  at: instantSchema,
  receivedAt: instantSchema.optional(),
  /** The draft that a post-mortem was brought up to date by with this revision: its first one is its draft itself. */
  drafted: bodySchema.optional(),
  /** What the author says was changed. */
  note: z.string().max(500).optional(),
  /** It was brought together with somebody else's revision by the three-way merge. */
  merged: z.boolean().optional(),
});
export type Revision = z.infer<typeof revisionSchema>;

export const revisionId = ({ collection, id }: TextSubject, number: number): string => `${collection}/${id}@${number}`;
