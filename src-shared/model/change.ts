import { z } from 'zod';
import { actorRefSchema } from './actor.ts';
import { CHANGE_TYPES } from './change-type.ts';
import {
  incidentIdSchema,
  instantSchema,
  personIdSchema,
  recordIdSchema,
  serviceIdSchema,
  teamIdSchema,
} from './ids.ts';
import { nameSchema } from './name.ts';
import { occurrenceIdSchema } from './plan.ts';
import { type RunId, runId, runIdSchema } from './run.ts';

export const changeIdSchema = recordIdSchema.brand<'ChangeId'>();
export type ChangeId = z.infer<typeof changeIdSchema>;
export const changeId = (raw: string): ChangeId => changeIdSchema.parse(raw);

export const freezeIdSchema = recordIdSchema.brand<'FreezeId'>();
export type FreezeId = z.infer<typeof freezeIdSchema>;
export const freezeId = (raw: string): FreezeId => freezeIdSchema.parse(raw);

export const RISKS = ['low', 'medium', 'high'] as const;
export type Risk = (typeof RISKS)[number];

export const CHANGE_STATUSES = [
  'draft',
  'proposed',
  'approved',
  'inProgress',
  'done',
  'rolledBack',
  'cancelled',
] as const;
export type ChangeStatus = (typeof CHANGE_STATUSES)[number];

/** Where a change is proved before the next: passed in this order. */
export const GATES = ['test', 'staging', 'production'] as const;
export type Gate = (typeof GATES)[number];
const gateSchema = z.enum(GATES);

/** In milliseconds, of a change and of a freeze: all that is due in it is looked at, also while it is typed. */
export const LONGEST_WINDOW = 5 * 366 * 86_400_000;
/** 2200-01-01T00:00:00Z: windows end before; a year beyond is written wrongly. */
export const LATEST_WINDOW = 7_258_118_400_000;

/** Half-open. The zone is the one it was entered in, and the one it is edited in. */
const windowSchema = z.object({
  from: instantSchema,
  to: instantSchema,
  zone: z.string().min(1).max(64),
});
export type ChangeWindow = z.infer<typeof windowSchema>;

const reason = z.string().trim().min(1).max(2_000);
const said = { by: actorRefSchema, at: instantSchema };

/** As a record has it; what is said anew is a `nameSchema`. */
const titleSchema = z.string().min(1).max(300);

/** What a person writes of a change; approved as it is. */
export const changeContentSchema = z.object({
  title: nameSchema(300),
  type: z.enum(CHANGE_TYPES),
  /** Without one it touches no service by itself. */
  services: z.array(serviceIdSchema).max(50),
  owner: personIdSchema.optional(),
  team: teamIdSchema.optional(),
  risk: z.enum(RISKS),
  riskText: z.string().max(5_000).optional(),
  /** How to go back: commands, or words. */
  rollback: z.string().max(20_000).optional(),
  window: windowSchema,
});
export type ChangeContent = z.infer<typeof changeContentSchema>;

/** A time of a plan that asks for an update, in the plan's words. */
const askedFor = { occurrence: occurrenceIdSchema, title: z.string().max(300) };

/** What happened to a change, in order. Only appended; the oldest go where there are too many. */
export const changeActSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('created'), ...said }),
  /** `fields` of what was written; what stood of the content before, approval, gates and exceptions, is void. */
  z.object({ kind: z.literal('edited'), fields: z.array(z.string().max(40)).max(20), ...said }),
  z.object({ kind: z.literal('proposed'), ...said }),
  z.object({ kind: z.literal('withdrawn'), ...said }),
  z.object({ kind: z.literal('withdrawalTakenBack'), ...said }),
  z.object({ kind: z.literal('approved'), ...said }),
  z.object({ kind: z.literal('approvalTakenBack'), ...said }),
  z.object({ kind: z.literal('refused'), reason, ...said }),
  z.object({ kind: z.literal('excepted'), freeze: freezeIdSchema, title: z.string().max(300), reason, ...said }),
  z.object({ kind: z.literal('exceptionTakenBack'), freeze: freezeIdSchema, title: z.string().max(300), ...said }),
  z.object({ kind: z.literal('gatePassed'), gate: gateSchema, note: z.string().max(2_000).optional(), ...said }),
  z.object({ kind: z.literal('gateTakenBack'), gate: gateSchema, ...said }),
  /** `reason`: of a beginning outside its window. */
  z.object({
    kind: z.literal('started'),
    silenced: z.boolean().optional(),
    reason: reason.optional(),
    ...said,
  }),
  z.object({ kind: z.literal('unstarted'), ...said }),
  z.object({ kind: z.literal('extended'), from: instantSchema, to: instantSchema, reason, ...said }),
  z.object({ kind: z.literal('done'), note: z.string().max(2_000).optional(), ...said }),
  z.object({ kind: z.literal('rolledBack'), reason, ...said }),
  z.object({ kind: z.literal('cancelled'), reason, ...said }),
  z.object({ kind: z.literal('reopened'), ...said }),
  z.object({ kind: z.literal('linked'), incident: incidentIdSchema, ...said }),
  z.object({ kind: z.literal('unlinked'), incident: incidentIdSchema, ...said }),
  z.object({ kind: z.literal('runLinked'), run: runIdSchema, ...said }),
  z.object({ kind: z.literal('runUnlinked'), run: runIdSchema, ...said }),
  z.object({ kind: z.literal('occurrenceLinked'), ...askedFor, ...said }),
  z.object({ kind: z.literal('occurrenceUnlinked'), ...askedFor, ...said }),
]);
export type ChangeAct = z.infer<typeof changeActSchema>;

/** As many acts are kept; the mutation log has all. */
export const MOST_ACTS = 500;
export const MOST_AUTHORS = 200;
export const MOST_EXCEPTIONS = 50;
/** Of incidents, and of runs. */
export const MOST_LINKS = 100;

/** What was said of a content, which it names: of another one it says nothing. */
const saidOfContent = { contentId: recordIdSchema, ...said };

/** What stands of a change: what people wrote, how far it is, and what was said of it. */
const standing = changeContentSchema.extend({
  title: titleSchema,
  status: z.enum(CHANGE_STATUSES),
  /** Whoever made it, edited its content or put it forward: they neither approve it nor except it from a freeze. */
  authors: z.array(actorRefSchema).min(1).max(MOST_AUTHORS),
  /** Another one with each edit of what is approved, and when it begins anew: whoever acts on it says which they saw. */
  contentId: recordIdSchema,
  /** Since when it waits for its approval, or waited. */
  proposedAt: instantSchema.optional(),
  approval: z.object(saidOfContent).optional(),
  /** Of the last proposal, while it is a draft again. */
  refusal: z.object({ reason, ...saidOfContent }).optional(),
  gates: z.partialRecord(gateSchema, z.object({ note: z.string().max(2_000).optional(), ...saidOfContent })),
  /** Freezes, as they were at a revision, that a lead lets it go ahead in. */
  exceptions: z
    .array(z.object({ freeze: freezeIdSchema, freezeRevision: z.int().positive(), reason, ...saidOfContent }))
    .max(MOST_EXCEPTIONS),
});
export const STANDING = standing.keyof().options;

const { owner, team, riskText, rollback, proposedAt, approval, refusal } = standing.shape;
/** What a deed replaced; null where there was nothing. */
const replacedSchema = standing
  .extend({
    owner: owner.nullable(),
    team: team.nullable(),
    riskText: riskText.nullable(),
    rollback: rollback.nullable(),
    proposedAt: proposedAt.nullable(),
    approval: approval.nullable(),
    refusal: refusal.nullable(),
  })
  .partial();

/** A system update, from the idea to its end. Its eight steps are a run (`changeRunId` in `change/planned.ts`). */
export const changeSchema = standing.extend({
  /** What the last deed that changed what stands put aside: whoever takes that back gives it back. It says nothing. */
  held: z.object({ act: z.string().max(40), was: replacedSchema }).optional(),
  incidents: z.array(incidentIdSchema).max(MOST_LINKS),
  runs: z.array(runIdSchema).max(MOST_LINKS),
  /** The time of a plan that asks for it, where a person prepared it and said so (`askedBy` in `change/planned.ts`). */
  occurrence: occurrenceIdSchema.optional(),
  acts: z.array(changeActSchema).max(MOST_ACTS),
  /** Grows with each edit, of who is in charge of it too: an editor says which one it saw. */
  revision: z.int().positive(),
  createdBy: actorRefSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
  startedAt: instantSchema.optional(),
  startedBy: actorRefSchema.optional(),
  /** While it is worked on, alerts of its services page nobody. */
  silenced: z.boolean().optional(),
  /** When the work is to be over, where it is not with its window: it began outside of it, or was extended. */
  until: instantSchema.optional(),
  endedAt: instantSchema.optional(),
});
export type Change = z.infer<typeof changeSchema>;

const freezeContent = {
  title: nameSchema(300),
  window: windowSchema,
  /** Without any, all services are meant. */
  services: z.array(serviceIdSchema).max(50),
  reason,
};
export const freezeContentSchema = z.object(freezeContent);
export type FreezeContent = z.infer<typeof freezeContentSchema>;

/** A period in which nothing is changed. */
export const freezeSchema = z.object({
  ...freezeContent,
  title: titleSchema,
  revision: z.int().positive(),
  createdBy: actorRefSchema,
  createdAt: instantSchema,
  updatedBy: actorRefSchema.optional(),
  updatedAt: instantSchema.optional(),
});
export type Freeze = z.infer<typeof freezeSchema>;

/** All freezes are listed under this `ref`. */
export const FREEZES = 'freezes';

/** The procedure whose eight steps each change goes through. */
export const CHANGE_PROCEDURE = 'technical.updates.planning';
/** The silence that it keeps while it is worked on; the first one, where its services have long names. */
export const changeSilenceId = (change: string): string => `change/${change}/window`.slice(0, 200);

/** The procedure that says what a service's monitoring has. */
export const MONITORING_PROCEDURE = 'technical.monitoring.setup';
const MONITORING = 'monitoring/';
/** One run for each service, which never ends. */
export const monitoringRunId = (service: string): RunId => runId(`${MONITORING}${service}`.slice(0, 200));
export const isMonitoringRun = (run: string): boolean => run.startsWith(MONITORING);
