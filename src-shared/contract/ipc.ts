import { z } from 'zod';
import { alarmPlanSchema, incidentAlarmSchema, receiptSchema } from '../alarms/plan.ts';
import { incidentIdSchema, instantSchema } from '../model/ids.ts';
import { prioritySchema } from '../model/priority.ts';
import { blobHashSchema, EVIDENCE_BYTES } from '../model/run.ts';
import { clientIdSchema, mutationSchema } from './http.ts';

/** A mutation as the journal keeps it: what the outbox would need to be rebuilt from nothing. */
export const journalEntrySchema = z.object({
  clientId: clientIdSchema,
  mutation: mutationSchema,
  /** Set once the server answered; kept 7 days after, to be sent again to a server restored from a backup. */
  settledAt: instantSchema.optional(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;

const connectionSchema = z.object({
  /** `http://127.0.0.1:4310`; absent until the person named a server. */
  server: z.string().max(2_000).optional(),
  token: z.string().max(2_000).optional(),
  /** The server came up with this console on this machine: the same one, whatever port it got this time. */
  embedded: z.boolean().optional(),
  /** No keyring on this machine: the token lives in memory only and is asked again after a restart. */
  tokenInMemoryOnly: z.boolean(),
  /** Whoever started this run handed the token over: it is kept nowhere. */
  tokenOfThisRun: z.boolean().optional(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const preferencesSchema = z.object({
  language: z.enum(['system', 'fr', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  contrast: z.enum(['system', 'normal', 'high']),
  startAtLogin: z.boolean(),
  sound: z.boolean(),
  /** Do-not-disturb hours in the laptop's local time; P0 and P1 pass. */
  quietHours: z.object({ from: z.string().regex(/^\d\d:\d\d$/), to: z.string().regex(/^\d\d:\d\d$/) }).nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const DEFAULT_PREFERENCES: Preferences = {
  language: 'system',
  theme: 'system',
  contrast: 'system',
  startAtLogin: false,
  sound: true,
  quietHours: null,
};

/** What the tray shows. Derived in the renderer from its records; main keeps the last one while the renderer is away. */
const traySummarySchema = z.object({
  state: z.enum(['calm', 'dueSoon', 'breached', 'offline']),
  tooltip: z.string().max(400),
  next: z
    .array(
      z.object({
        incident: incidentIdSchema,
        label: z.string().max(200),
        priority: prioritySchema,
        canAcknowledge: z.boolean(),
      }),
    )
    .max(10),
});
export type TraySummary = z.infer<typeof traySummarySchema>;

const appInfoSchema = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  platform: z.string(),
  locale: z.string(),
  notificationsSupported: z.boolean(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** What a person asked of the console from outside the window: tray, toast, deep link, application menu. */
const externalCommandSchema = z.object({
  command: z.string().max(80),
  incident: z.string().max(200).optional(),
  run: z.string().max(300).optional(),
  occurrence: z.string().max(200).optional(),
  change: z.string().max(200).optional(),
  via: z.enum(['tray', 'toast', 'link', 'menu']),
});
export type ExternalCommand = z.infer<typeof externalCommandSchema>;

/** Why the server could not be reached, as the machine's network stack knows it and a page is never told. */
const networkProblemSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('offline'), why: z.enum(['noNetwork', 'unknownName', 'refused', 'proxy']).optional() }),
  z.object({ code: z.literal('certificate'), why: z.enum(['date', 'host', 'issuer', 'other']) }),
  z.object({ code: z.literal('notVigie'), status: z.int().min(0) }),
  z.object({ code: z.literal('server'), status: z.int().min(0) }),
]);
export type NetworkProblem = z.infer<typeof networkProblemSchema>;

/** What only main can tell of the laptop; null where it could not be found out. */
const machineFactsSchema = z.object({
  at: instantSchema,
  /** Since the console was started, in seconds. */
  uptime: z.number().min(0),
  keyring: z.object({ durable: z.boolean(), backend: z.string() }),
  /** Of the user's data folder: bytes, and how long a write and fsync takes in milliseconds (null: it failed). */
  disk: z.object({ free: z.number(), size: z.number(), syncTook: z.number().nullable() }).nullable(),
  journal: z.object({
    entries: z.int().min(0),
    /** Not answered by a server yet. */
    waiting: z.int().min(0),
    oldestWaitingAt: instantSchema.nullable(),
    damaged: z.int().min(0),
  }),
  /** Evidence and pictures on the disk; what waits is not confirmed by its server, and the rest makes room above `limit`. */
  files: z.object({
    count: z.int().min(0),
    bytes: z.int().min(0),
    waiting: z.int().min(0),
    waitingBytes: z.int().min(0),
    limit: z.int().min(0),
  }),
  autostart: z.object({ wanted: z.boolean(), inPlace: z.boolean() }),
  /** Of the server's last TLS handshake; null without TLS, or before the first one. */
  certificate: z
    .object({
      validFrom: instantSchema,
      validTo: instantSchema,
      issuer: z.string().max(500),
      problem: z.string().max(200).optional(),
    })
    .nullable(),
  /** Resident memory in bytes by kind of process: Browser, Tab, GPU. */
  memory: z.record(z.string(), z.number()),
  /** Times the page was started again because it crashed or hung. */
  pageRestarts: z.int().min(0),
});
export type MachineFacts = z.infer<typeof machineFactsSchema>;

const logFieldsSchema = z.record(
  z.string().regex(/^\w{1,40}$/),
  z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()]),
);
export type LogFields = z.infer<typeof logFieldsSchema>;

const nothing = z.undefined();

/** Above and below each sheet of a printed document. */
const documentEdgesSchema = z.object({ title: z.string().max(500), note: z.string().max(500) });

/** The bytes of one file. A little above the limit, so that main can say that it is one. */
const fileBytesSchema = z
  .instanceof(Uint8Array)
  .refine(({ length }) => length <= 2 * EVIDENCE_BYTES, 'is far above the limit of a file');

/**
 * Everything that crosses between renderer and main, by name. `calls` go from the renderer and are answered;
 * `events` go from main. Register (main), bridge (preload) and the fake bridge of tests are all derived from it.
 * Arguments and results are validated on the main side, the sender's frame is checked.
 */
export const ipc = {
  calls: {
    'app.info': { args: nothing, result: appInfoSchema },
    'app.quit': { args: nothing, result: nothing },
    /** The time that alarms go by: it passes in sleep too, and nobody sets it. */
    'clock.now': { args: nothing, result: instantSchema },
    'app.openExternal': { args: z.object({ url: z.string().max(2_000) }), result: z.boolean() },
    'app.copy': { args: z.object({ text: z.string().max(1_000_000) }), result: nothing },
    /** The page's document for print (`[data-printed-document]`) as a PDF of A4 sheets, with these words at their edges. */
    'document.pdf': { args: documentEdgesSchema, result: z.instanceof(Uint8Array) },
    /** The same to a printer, which the person chooses. `problem` is the system's word where there is none. */
    'document.print': {
      args: documentEdgesSchema,
      result: z.object({ printed: z.boolean(), problem: z.string().max(500).optional() }),
    },
    /** The renderer's command list in the person's language, for the application menu. */
    'app.setMenu': {
      args: z.object({
        groups: z
          .array(
            z.object({
              label: z.string().max(80),
              items: z.array(
                z.object({
                  command: z.string().max(80),
                  label: z.string().max(120),
                  accelerator: z.string().max(40).optional(),
                  enabled: z.boolean(),
                }),
              ),
            }),
          )
          .max(12),
      }),
      result: nothing,
    },

    'preferences.get': { args: nothing, result: preferencesSchema },
    'preferences.set': { args: preferencesSchema.partial(), result: preferencesSchema },

    'connection.get': { args: nothing, result: connectionSchema },
    /** Names another server or token. The server's origin becomes the only one the renderer may reach. */
    'connection.set': {
      args: z.object({ server: z.string().max(2_000), token: z.string().max(2_000).optional() }),
      result: connectionSchema,
    },
    'connection.signOut': { args: nothing, result: connectionSchema },
    /** Why the last request for this address failed: to the page all failures of the network look the same. */
    'connection.problem': { args: z.object({ url: z.string().max(4_000) }), result: networkProblemSchema },

    /** Appends, fsyncs, then answers: after it the mutations survive the loss of IndexedDB. */
    'journal.append': { args: z.object({ entries: z.array(journalEntrySchema).min(1).max(1_000) }), result: nothing },
    'journal.settle': { args: z.object({ clientId: clientIdSchema, upTo: z.int().positive() }), result: nothing },
    /** All entries that are unsettled or settled less than 7 days ago, oldest first, with how many were unreadable. */
    'journal.read': {
      args: nothing,
      result: z.object({ entries: z.array(journalEntrySchema), damaged: z.int().min(0) }),
    },

    /** Keeps a file that was made here; durable when it answers, and waiting until `blobs.confirm`. */
    'blobs.keep': {
      args: z.object({ bytes: fileBytesSchema }),
      result: z.object({ hash: blobHashSchema, size: z.int().min(0) }),
    },
    /** Keeps a file that the server gave; refused when the bytes are not those of the hash. */
    'blobs.receive': { args: z.object({ hash: blobHashSchema, bytes: fileBytesSchema }), result: nothing },
    /** The first of what the server has not confirmed, and how much all of it is. */
    'blobs.waiting': {
      args: nothing,
      result: z.object({
        files: z.array(z.object({ hash: blobHashSchema, size: z.int().min(0) })),
        count: z.int().min(0),
        bytes: z.int().min(0),
      }),
    },
    'blobs.confirm': { args: z.object({ hash: blobHashSchema }), result: nothing },
    /** The server has lost these: those that lie here wait again. */
    'blobs.expect': { args: z.object({ hashes: z.array(blobHashSchema).max(1_000) }), result: nothing },
    /** These alone go last when room is made for newer files: refused changes that a person has yet to look at name them. */
    'blobs.hold': { args: z.object({ hashes: z.array(blobHashSchema).max(1_000) }), result: nothing },
    /** Those of the hashes that lie here. Their bytes are at `app://console/blob/<hash>`. */
    'blobs.have': { args: z.object({ hashes: z.array(blobHashSchema).max(1_000) }), result: z.array(blobHashSchema) },

    'alarms.setPlan': { args: alarmPlanSchema, result: nothing },
    /** The person saw or acted on alarms of an incident: stops the in-app alarm and its sound. */
    'alarms.receipt': {
      args: z.object({ incident: incidentIdSchema, kind: z.enum(['seen', 'acted']) }),
      result: nothing,
    },
    'alarms.receipts': { args: nothing, result: z.array(receiptSchema) },
    'alarms.quietFor': {
      args: z.object({ minutes: z.int().min(0).max(1_440) }),
      result: z.object({ until: instantSchema.nullable() }),
    },
    /** Sends a test toast; answers whether the OS took it. */
    'notify.test': {
      args: z.object({ title: z.string().max(200), body: z.string().max(500) }),
      result: z.object({ shown: z.boolean() }),
    },

    'tray.set': { args: traySummarySchema, result: nothing },

    /** A line of the page in the console's log: ids and outcomes, never what people wrote. */
    'log.write': {
      args: z.object({ level: z.enum(['info', 'warn', 'error']), event: z.string().max(80), fields: logFieldsSchema }),
      result: nothing,
    },
    'diagnostics.machine': { args: nothing, result: machineFactsSchema },
    /** The newest lines of the log, without secrets, oldest first. */
    'diagnostics.log': { args: z.object({ lines: z.int().min(1).max(1_000) }), result: z.array(z.string()) },
  },
  events: {
    /** Open a place or run a command of the renderer's registry. */
    command: externalCommandSchema,
    /** An alarm has been shown and nobody acted for 20 s: take the screen, with sound. */
    alarm: z.object({ alarms: z.array(incidentAlarmSchema).min(1) }),
    /** The machine woke up, was unlocked, or its clock jumped: derive everything again. */
    resumed: z.object({ reason: z.enum(['resume', 'unlock', 'clock', 'online']) }),
    preferences: preferencesSchema,
    connection: connectionSchema,
    quiet: z.object({ until: instantSchema.nullable() }),
  },
} as const;

type Ipc = typeof ipc;
export type CallName = keyof Ipc['calls'];
export type EventName = keyof Ipc['events'];
export type CallArgs<N extends CallName> = z.input<Ipc['calls'][N]['args']>;
export type CallResult<N extends CallName> = z.infer<Ipc['calls'][N]['result']>;
export type EventPayload<N extends EventName> = z.infer<Ipc['events'][N]>;

/** `window.vigie`: the whole surface between the page and the machine. */
export interface Bridge {
  call<N extends CallName>(
    name: N,
    ...args: CallArgs<N> extends undefined ? [] : [CallArgs<N>]
  ): Promise<CallResult<N>>;
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}
