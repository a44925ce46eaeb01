import { z } from 'zod';
import { originSchema } from '../model/actor.ts';
import { instantSchema } from '../model/ids.ts';
import { roleSchema } from '../model/person.ts';
import { blobHashSchema } from '../model/run.ts';

/** Newest version a record can have: below 2^53. */
const version = z.int().min(0);

/** A record as it travels. `doc` is absent on a tombstone. A newer server has collections that a console does not know. */
const changeSchema = z.object({
  collection: z.string().min(1).max(80),
  id: z.string().min(1).max(200),
  version,
  deleted: z.boolean(),
  scope: z.string().max(260),
  doc: z.unknown().optional(),
});
export type Change = z.infer<typeof changeSchema>;

export const mutationSchema = z.object({
  /** 1, 2, 3… per client, without gaps. */
  seq: z.int().positive(),
  name: z.string().regex(/^[\w.-]{1,80}$/, 'is no name of a change'),
  args: z.unknown(),
  at: instantSchema,
  via: originSchema,
});
export type Mutation = z.infer<typeof mutationSchema>;

export const clientIdSchema = z.string().regex(/^[0-9a-zA-Z_-]{8,64}$/);

export const pushRequestSchema = z.object({
  clientId: clientIdSchema,
  mutations: z.array(mutationSchema).min(1).max(500),
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

const mutationResultSchema = z.object({
  seq: z.int().positive(),
  status: z.enum(['applied', 'noop', 'rejected']),
  /** The workspace version it was committed at: the mutation is visible to a cursor that has reached it. */
  version,
  reason: z.string().max(80).optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type MutationResult = z.infer<typeof mutationResultSchema>;

export const pushResponseSchema = z.object({
  results: z.array(mutationResultSchema),
  /** Highest `seq` of this client that the server has done. */
  lastSeq: z.int().min(0),
  epoch: z.string(),
  serverTime: instantSchema,
});
export type PushResponse = z.infer<typeof pushResponseSchema>;

/**
 * 409 answers of push. `gap`: the client skipped ahead, `expected` is the seq wanted next. `forked`: another machine
 * already used this clientId and seq for something else (cloned profile); take a new clientId.
 */
export const pushConflictSchema = z.object({
  error: z.enum(['gap', 'forked']),
  message: z.string(),
  expected: z.int().positive(),
  epoch: z.string(),
});
export type PushConflict = z.infer<typeof pushConflictSchema>;

export const pullQuerySchema = z.object({
  since: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
  clientId: clientIdSchema.optional(),
  epoch: z.string().max(64).optional(),
});
export type PullQuery = z.infer<typeof pullQuerySchema>;

/** One consistent snapshot of the store: records above `since` in version order. */
export const pullResponseSchema = z.object({
  changes: z.array(changeSchema),
  /** Cursor to store with these changes: the last change's version, or `head` when there is no more. */
  cursor: version,
  /** Newest version of the workspace. */
  head: version,
  more: z.boolean(),
  lastSeq: z.int().min(0),
  /** Changes when the server was restored from a backup: rebuild the copy, send the journal again. */
  epoch: z.string(),
  /** What this person reads now; losing one purges its records from the laptop. */
  scopes: z.array(z.string()),
  /** Order-free sum over (collection, id, version) of all that the scopes hold at `head`; present when `more` is false. */
  checksum: z.string().optional(),
  serverTime: instantSchema,
});
export type PullResponse = z.infer<typeof pullResponseSchema>;

/** 410 answer of pull: `since` is older than the compacted past or from another epoch; take a snapshot. */
export const pullGoneSchema = z.object({ error: z.literal('gone'), message: z.string(), epoch: z.string() });
export type PullGone = z.infer<typeof pullGoneSchema>;

/** `cold`: the console keeps closed history in pages, and takes it as such. */
export const snapshotQuerySchema = z.object({ cold: z.literal('1').optional() });

/** The most records on one page of history. */
export const PAGE_RECORDS = 2_000;

/**
 * Announces a page of closed history: records of one collection and one scope. The next line is the JSON array of their
 * documents in the order of `ids`, which nobody reads before one of them is asked for. `refs` says under what each is
 * listed (`refOf`), '' where under nothing.
 */
const coldLineSchema = z.object({
  kind: z.literal('cold'),
  collection: z.string().min(1).max(80),
  scope: z.string().max(260),
  ids: z.array(z.string().min(1).max(200)).min(1).max(PAGE_RECORDS),
  versions: z.array(version).max(PAGE_RECORDS),
  refs: z.array(z.string().max(1_000)).max(PAGE_RECORDS),
});

/** A snapshot is newline-delimited JSON, hot records first; `end` closes it and carries the cursor to pull from. */
export const snapshotLineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begin'),
    epoch: z.string(),
    total: z.int().min(0),
    scopes: z.array(z.string()),
    serverTime: instantSchema,
  }),
  z.object({ kind: z.literal('page'), hot: z.boolean(), changes: z.array(changeSchema) }),
  coldLineSchema,
  z.object({ kind: z.literal('end'), cursor: version }),
]);
export type SnapshotLine = z.infer<typeof snapshotLineSchema>;

/** Server-sent event `changes`: apply when `prev` is the cursor, else pull. `beat` comes every 10 s. */
export const liveChangesSchema = z.object({
  prev: version,
  to: version,
  changes: z.array(changeSchema),
  epoch: z.string(),
});
export type LiveChanges = z.infer<typeof liveChangesSchema>;

export const liveBeatSchema = z.object({ head: version, epoch: z.string(), serverTime: instantSchema });
export type LiveBeat = z.infer<typeof liveBeatSchema>;

/** `GET /api/me`: who the bearer of the token is. */
export const meSchema = z.object({
  person: z.string(),
  name: z.string(),
  role: roleSchema,
  scopes: z.array(z.string()),
  serverTime: instantSchema,
});
export type Me = z.infer<typeof meSchema>;

/** `POST /api/sign-in`. */
export const signInRequestSchema = z.object({
  user: z.string().min(1).max(120),
  password: z.string().min(1).max(1_000),
  /** Shown in the list of sessions: « ThinkPad d'Inès ». */
  device: z.string().max(120).optional(),
});
export const signInResponseSchema = z.object({ token: z.string().min(1).max(2_000), me: meSchema });
export type SignInResponse = z.infer<typeof signInResponseSchema>;

/** `GET /api/tokens`: where an account is signed in, consoles and the command line alike. */
const sessionSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.optional(),
  /** The one that this request was made with. */
  current: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;
export const sessionsSchema = z.object({ tokens: z.array(sessionSchema) });

/** Who sends with an intake key. `heartbeat` pings by slugs, `custom` is read by a mapping of the team's own. */
export const KEY_SOURCES = [
  'alertmanager',
  'grafana',
  'pagerduty',
  'zabbix',
  'cloudwatch',
  'uptimekuma',
  'datadog',
  'generic',
  'heartbeat',
  'custom',
] as const;
export type KeySource = (typeof KEY_SOURCES)[number];

const intakeKeySchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  /** One of `KEY_SOURCES`, or of those that a newer server knows. */
  source: z.string(),
  /** The mapping that reads what a key of source `custom` sends. */
  mapping: z.string().optional(),
  /** When this server last refused a payload of it, and why. */
  refused: z.object({ at: instantSchema, reason: z.string() }).optional(),
  /** The first characters, to tell keys apart. */
  start: z.string(),
  createdAt: instantSchema,
});
export type IntakeKey = z.infer<typeof intakeKeySchema>;

/** `GET /api/intake-keys`. */
export const intakeKeysSchema = z.object({ keys: z.array(intakeKeySchema) });

/** One line of text: it stands in lists, in metrics and as the sender of incidents. */
export const keyNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{C}]+$/u, 'holds control characters');

/** `POST /api/intake-keys`. */
export const intakeKeyRequestSchema = z.object({
  name: keyNameSchema.optional(),
  source: z.enum(KEY_SOURCES),
  mapping: z.string().min(1).max(180).optional(),
});
export type IntakeKeyRequest = z.infer<typeof intakeKeyRequestSchema>;
/** The whole key is shown this once. */
export const newIntakeKeySchema = intakeKeySchema.extend({ key: z.string().min(1) });
export type NewIntakeKey = z.infer<typeof newIntakeKeySchema>;

/** `PUT /api/blobs/<hash>`: the file is on the server for good. */
export const fileKeptSchema = z.object({ hash: blobHashSchema, size: z.int().min(0) });

/** Every error answer: one clear sentence and the request to look for in the log. */
export const errorBodySchema = z.object({
  error: z.string().max(80),
  message: z.string().max(2_000),
  requestId: z.string().max(120).optional(),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  /** Whether it can be read and written now. */
  store: z.enum(['ok', 'full', 'failed']),
  /** When the timer loop last ran; older than 15 s is degraded. */
  timersRanAt: instantSchema.nullable(),
  serverTime: instantSchema,
});
export type Health = z.infer<typeof healthSchema>;
