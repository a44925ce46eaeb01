import { z } from 'zod';
import { termsProblem } from '../maintenance/terms.ts';
import { parseRule } from '../recurrence/rule.ts';
import { priorityRulesSchema } from './alert.ts';
import { backupIdSchema, backupSchema } from './backup.ts';
import { calendarIdSchema, slaPolicyIdSchema, teamIdSchema } from './ids.ts';
import { nameSchema, tagsSchema } from './name.ts';
import { ROLES, saidTeamSchema } from './person.ts';
import { planIdSchema, planSchema, planTermsSchema } from './plan.ts';
import { bodySchema, procedureIdSchema, procedureSchema, STEP_ACTIONS } from './procedure.ts';
import { stepIdSchema } from './run.ts';
import { saidCalendarSchema, saidPolicySchema } from './sla-policy.ts';

const title = nameSchema(300);
/** An id of the pack's `sections`: the heading of the written procedures that something comes from. */
const section = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,119}$/);
const rrule = z.string().min(1).max(500);
/** Hour and minute on the wall, in `zone`. */
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const zone = z.string().min(1).max(64);

const stepBase = { id: stepIdSchema, text: z.string().min(1).max(500), detail: z.string().max(20_000).optional() };

/** A step as `Step` has it; `check` where no kind is given. */
const packStepSchema = z.union([
  z.object({ ...stepBase, kind: z.literal('check').default('check') }).strict(),
  z.object({ ...stepBase, kind: z.literal('text') }).strict(),
  /** The address or the command stands in the text or in the detail. */
  z.object({ ...stepBase, kind: z.literal('link') }).strict(),
  z.object({ ...stepBase, kind: z.literal('command') }).strict(),
  z.object({ ...stepBase, kind: z.literal('choice'), options: z.array(z.string().min(1)).min(2) }).strict(),
  z
    .object({
      ...stepBase,
      kind: z.literal('measure'),
      unit: z.string().max(40).optional(),
      min: z.number().optional(),
      max: z.number().optional(),
    })
    .strict(),
  z.object({ ...stepBase, kind: z.literal('timer'), length: z.int().positive() }).strict(),
  z.object({ ...stepBase, kind: z.literal('approval'), by: z.enum(ROLES) }).strict(),
  z.object({ ...stepBase, kind: z.literal('action'), action: z.enum(STEP_ACTIONS) }).strict(),
]);

/** A checklist as steps, or any procedure as Markdown: one of the two. */
const { kind, phase, match, reviewEvery } = procedureSchema.shape;
const packProcedureSchema = z.object({
  id: procedureIdSchema,
  section: section.optional(),
  kind,
  title,
  phase,
  steps: z.array(packStepSchema).min(1).max(100).optional(),
  body: bodySchema.optional(),
  tags: tagsSchema.optional(),
  match,
  reviewEvery,
});
export type PackProcedure = z.infer<typeof packProcedureSchema>;

const LIST_TOPICS = [
  'objective',
  'supportLevel',
  'responseTarget',
  'metric',
  'qualityTarget',
  'updateType',
  'alertType',
  'backup',
  'report',
  'programme',
  'trainingFormat',
  'document',
  'documentUpkeep',
] as const;

/** A list of the procedures that is no checklist. `facts` says for machines what the text says for people. */
const packListSchema = z.object({
  id: procedureIdSchema,
  section,
  topic: z.enum(LIST_TOPICS),
  title,
  items: z
    .array(
      z.object({
        id: stepIdSchema,
        text: z.string().min(1).max(500),
        facts: z.record(z.string().max(60), z.union([z.string().max(200), z.number()])).optional(),
      }),
    )
    .min(1)
    .max(200),
});
export type PackList = z.infer<typeof packListSchema>;

/** A heading of the written procedures. An id continues that of the heading it stands under, after a dot. */
const packSectionSchema = z.object({
  id: section,
  title,
  /** Its texts in the document's order; without it procedures come before lists, each as the pack has them. */
  order: z.array(procedureIdSchema).max(1_000).optional(),
});

/**
 * When a procedure is due. The procedures name no hour for some. Lengths in milliseconds; what is not said is as
 * `packedTerms` has it.
 */
const packPlanSchema = z.object({
  id: planIdSchema,
  section: section.optional(),
  procedure: procedureIdSchema,
  /** Without one it is that of the procedure. */
  title: title.optional(),
  rrule,
  time: wallTime.optional(),
  duration: planTermsSchema.shape.duration,
  zone,
  anchor: planTermsSchema.shape.anchor.optional(),
  grace: planTermsSchema.shape.grace.optional(),
  holidays: planTermsSchema.shape.holidays.optional(),
  calendar: planTermsSchema.shape.calendar,
  team: planSchema.shape.team,
  window: planSchema.shape.window,
  signature: planSchema.shape.signature,
  change: planSchema.shape.change,
  priority: planSchema.shape.priority,
});

/**
 * An entry of the register of backups. A list of the topic `backup` makes entries as well, `<list>.<item>`, with the
 * facts `target`, `cadence` and `retentionDays`; what is said here of one of these counts instead.
 */
const { target, cadence, retention, sizeAtLeast, restoreWithin } = backupSchema.shape;
const packBackupSchema = z.object({
  id: backupIdSchema,
  title,
  target,
  cadence,
  retention,
  sizeAtLeast,
  restoreWithin,
  team: backupSchema.shape.team,
  procedure: backupSchema.shape.procedure,
});
export type PackBackup = z.infer<typeof packBackupSchema>;

/** When a report is due, and the lists that say what is in it. */
const packReportSchema = z.object({
  id: z.string().min(1).max(200),
  section,
  title,
  rrule,
  time: wallTime.optional(),
  zone,
  outline: z.array(procedureIdSchema).min(1).max(20),
});

/**
 * Written procedures as data. The same ids in every language: a workspace loads one of them. As a JSON schema:
 * `resources/packs/pack.schema.json`.
 */
export const packSchema = z
  .object({
    $schema: z.string().max(300).optional(),
    id: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    language: z.string().min(2).max(12),
    title,
    sections: z.array(packSectionSchema).max(500),
    teams: z.array(z.object({ id: teamIdSchema, doc: saidTeamSchema })).max(100),
    /** The section that says which teams there are. */
    teamsSection: section.optional(),
    slaPolicies: z.array(z.object({ id: slaPolicyIdSchema, doc: saidPolicySchema })).max(20),
    calendars: z.array(z.object({ id: calendarIdSchema, doc: saidCalendarSchema })).max(20),
    priorityRules: priorityRulesSchema.optional(),
    procedures: z.array(packProcedureSchema).max(1_000),
    lists: z.array(packListSchema).max(1_000),
    plans: z.array(packPlanSchema).max(1_000),
    backups: z.array(packBackupSchema).max(1_000).optional(),
    reports: z.array(packReportSchema).max(100),
  })
  .strict();
export type Pack = z.infer<typeof packSchema>;

const repeated = (ids: readonly string[]): string[] => ids.filter((id, at) => ids.indexOf(id) !== at);

/** What no schema sees: ids that come twice, and references to what the pack does not have. In words for a person. */
export function packProblems(pack: Pack): string[] {
  const sections = new Set(pack.sections.map(({ id }) => id));
  const procedures = [...pack.procedures, ...pack.lists];
  const known = new Set<string>(procedures.map(({ id }) => id));
  const placed = [...procedures, ...pack.plans, ...pack.reports];
  return [
    ...repeated(pack.sections.map(({ id }) => id)).map((id) => `sections: ${id} comes twice`),
    ...repeated(procedures.map(({ id }) => id)).map((id) => `procedures, lists: ${id} comes twice`),
    ...repeated(pack.plans.map(({ id }) => id)).map((id) => `plans: ${id} comes twice`),
    ...repeated((pack.backups ?? []).map(({ id }) => id)).map((id) => `backups: ${id} comes twice`),
    ...pack.procedures.flatMap(({ id, steps, body }) =>
      (steps === undefined) === (body === undefined) ? [`procedures: ${id}: give steps or a body`] : [],
    ),
    ...pack.procedures.flatMap(({ id, steps = [] }) =>
      repeated(steps.map((step) => step.id)).map((step) => `procedures: ${id}: the step ${step} comes twice`),
    ),
    ...pack.procedures.flatMap(({ id, kind, phase }) =>
      (kind === 'incidentPhase') === (phase !== undefined)
        ? []
        : [`procedures: ${id}: a phase has a window, and only a phase`],
    ),
    ...[{ id: 'teams', section: pack.teamsSection }, ...placed].flatMap(({ id, section: at }) =>
      at === undefined || sections.has(at) ? [] : [`${id}: there is no section ${at}`],
    ),
    ...pack.sections.flatMap(({ id, order = [] }) =>
      order.flatMap((text) =>
        procedures.some((one) => one.id === text && one.section === id) ? [] : [`sections: ${id}: it has no ${text}`],
      ),
    ),
    ...pack.plans.flatMap(({ id, rrule, zone, anchor = '2024-01-01' }) => {
      const problem = termsProblem({ rrule, zone, anchor, from: anchor, grace: 0, holidays: 'keep' });
      return problem === undefined ? [] : [`plans: ${id}: ${problem}`];
    }),
    ...pack.plans.flatMap(({ id, procedure }) =>
      known.has(procedure) ? [] : [`plans: ${id}: there is no ${procedure}`],
    ),
    ...(pack.backups ?? []).flatMap(({ id, procedure, cadence }) => {
      const parsed = cadence === undefined ? undefined : parseRule(cadence);
      return [
        ...(procedure === undefined || known.has(procedure) ? [] : [`backups: ${id}: there is no ${procedure}`]),
        ...(parsed && !parsed.ok ? [`backups: ${id}: ${parsed.problem.kind}: ${parsed.problem.part}`] : []),
      ];
    }),
    ...pack.reports.flatMap(({ id, outline }) =>
      outline.flatMap((list) => (known.has(list) ? [] : [`reports: ${id}: there is no ${list}`])),
    ),
  ];
}
