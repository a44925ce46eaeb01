import { z } from 'zod';
import { type Backup, backupEntrySchema, backupIdSchema, backupSchema, KEPT_ENTRIES } from '../model/backup.ts';
import { CLOCK_TOLERANCE } from './incident-change.ts';
import { applied, type MutatorTx, mutator, noop, rejected } from './mutator.ts';
import { sameJson } from './same.ts';

const id = backupIdSchema;
const { target, cadence, retention, heartbeat, sizeAtLeast, restoreWithin, service, owner, team, procedure } =
  backupSchema.shape;
const title = z.string().trim().min(1).max(300);
const said = { target, cadence, retention, heartbeat, sizeAtLeast, restoreWithin, service, owner, team, procedure };

const isKnown = async (tx: MutatorTx, { heartbeat }: { heartbeat?: string | null | undefined }) =>
  heartbeat === undefined || heartbeat === null || (await tx.get('heartbeat', heartbeat)) !== undefined;

/** Adds a backup to the register. The caller makes the id. */
export const createBackup = mutator({
  args: z.object({ id, title, ...said }),
  role: 'lead',
  async apply(tx, { id, ...content }, ctx) {
    const known = await tx.get('backup', id);
    if (known) return known.title === content.title ? noop : rejected('conflict');
    if (!(await isKnown(tx, content))) return rejected('notFound', { what: 'heartbeat' });
    tx.put('backup', id, { ...content, entries: [], createdAt: ctx.at, createdBy: ctx.actor.ref });
    return applied;
  },
});

/** Only the fields that are given change, `null` takes one away. Two people who change two fields both stand. */
export const editBackup = mutator({
  args: z.object({
    id,
    set: z
      .object({
        title,
        target: target.nullable(),
        cadence: cadence.nullable(),
        retention: retention.nullable(),
        heartbeat: heartbeat.nullable(),
        sizeAtLeast: sizeAtLeast.nullable(),
        restoreWithin: restoreWithin.nullable(),
        service: service.nullable(),
        owner: owner.nullable(),
        team: team.nullable(),
        procedure: procedure.nullable(),
        archived: z.literal(true).nullable(),
      })
      .partial(),
  }),
  role: 'lead',
  async apply(tx, { id, set }) {
    const before = await tx.get('backup', id);
    if (!before) return rejected('notFound');
    if (!(await isKnown(tx, set))) return rejected('notFound', { what: 'heartbeat' });
    const fields = Object.entries({ ...before, ...set }).filter(([, value]) => value !== null && value !== undefined);
    const next = backupSchema.parse(Object.fromEntries(fields));
    if (sameJson(before, next)) return noop;
    // Which job tells of it is no edit of what the pack says.
    const { fromPack: _, ...edited } = next;
    tx.put('backup', id, sameJson({ ...before, heartbeat: null }, { ...next, heartbeat: null }) ? next : edited);
    return applied;
  },
});

const { id: entryId, outcome, size, note } = backupEntrySchema.shape;

/** Notes a backup that was made, or that failed, where no ping says so. `made` is when; now without it. */
export const recordBackup = mutator({
  args: z.object({ id, entry: entryId, outcome, size, note, made: backupEntrySchema.shape.at.optional() }),
  role: 'responder',
  async apply(tx, { id, entry, outcome, size, note, made }, ctx) {
    const before = await tx.get('backup', id);
    if (!before) return rejected('notFound');
    if (before.entries.some((one) => one.id === entry)) return noop;
    const at = made ?? ctx.at;
    if (at > ctx.at + CLOCK_TOLERANCE) return rejected('atInFuture');
    const written: Backup['entries'][number] = {
      id: entry,
      outcome,
      at,
      by: ctx.actor.ref,
      ...(size === undefined ? {} : { size }),
      ...(note ? { note } : {}),
    };
    const entries = [...before.entries, written].sort((a, b) => a.at - b.at).slice(-KEPT_ENTRIES);
    tx.put('backup', id, { ...before, entries });
    return applied;
  },
});

/** Takes an entry by hand back. */
export const unrecordBackup = mutator({
  args: z.object({ id, entry: entryId }),
  role: 'responder',
  async apply(tx, { id, entry }) {
    const before = await tx.get('backup', id);
    if (!before) return rejected('notFound');
    const entries = before.entries.filter((one) => one.id !== entry);
    if (entries.length === before.entries.length) return noop;
    tx.put('backup', id, { ...before, entries });
    return applied;
  },
});
