import { z } from 'zod';
import { type Backup, backupEntrySchema, backupIdSchema, backupSchema, KEPT_ENTRIES } from '../model/backup.ts';
import { nameSchema } from '../model/name.ts';
import { parseRule } from '../recurrence/rule.ts';
import { actorLabel, CLOCK_TOLERANCE } from './incident-change.ts';
import { applied, mutator, noop, type Outcome, type ReadTx, rejected } from './mutator.ts';
import { sameJson } from './same.ts';
import { withoutNothing } from './without-nothing.ts';

const id = backupIdSchema;
const { target, cadence, retention, heartbeat, sizeAtLeast, restoreWithin, service, owner, team, procedure } =
  backupSchema.shape;
const title = nameSchema(300);
const said = { target, cadence, retention, heartbeat, sizeAtLeast, restoreWithin, service, owner, team, procedure };

type Said = { [Field in keyof Backup]?: Backup[Field] | null | undefined };

const NAMED = [
  ['heartbeat', 'heartbeat'],
  ['service', 'service'],
  ['team', 'team'],
  ['procedure', 'procedure'],
] as const;

/** What a backup names must be there when it is said, and its cadence readable; what it lost later stays said. */
async function refusedContent(tx: ReadTx, said: Said, before?: Backup): Promise<Outcome | undefined> {
  const isNew = (field: keyof Backup) =>
    said[field] !== undefined && said[field] !== null && said[field] !== before?.[field];
  if (typeof said.cadence === 'string' && isNew('cadence')) {
    const parsed = parseRule(said.cadence);
    if (!parsed.ok) return rejected('invalid', { message: `cadence: ${parsed.problem.kind}: ${parsed.problem.part}` });
  }
  for (const [field, collection] of NAMED) {
    const of = said[field];
    if (of && isNew(field) && !(await tx.get(collection, of))) return rejected('notFound', { what: collection });
  }
  if (said.owner && isNew('owner')) {
    const person = await tx.get('person', said.owner);
    if (!person || person.disabled) return rejected('notFound', { what: 'person' });
  }
  return undefined;
}

/** Adds a backup to the register. The caller makes the id. */
export const createBackup = mutator({
  args: z.object({ id, title, ...said }),
  role: 'lead',
  async apply(tx, { id, ...content }, ctx) {
    const known = await tx.get('backup', id);
    if (known) return known.title === content.title ? noop : rejected('conflict');
    const refusal = await refusedContent(tx, content);
    if (refusal) return refusal;
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
    const refusal = await refusedContent(tx, set, before);
    if (refusal) return refusal;
    const next = backupSchema.parse(withoutNothing({ ...before, ...set }));
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
    const [oldest] = before.entries;
    if (before.entries.length >= KEPT_ENTRIES && oldest && at < oldest.at) {
      return rejected('invalid', { message: `made: before the last ${KEPT_ENTRIES}, which are kept` });
    }
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

/** Takes one's own entry by hand back. */
export const unrecordBackup = mutator({
  args: z.object({ id, entry: entryId }),
  role: 'responder',
  async apply(tx, { id, entry }, ctx) {
    const before = await tx.get('backup', id);
    if (!before) return rejected('notFound');
    const written = before.entries.find((one) => one.id === entry);
    if (!written) return noop;
    const { by, at } = written;
    if (!sameJson(by, ctx.actor.ref)) return rejected('conflict', { by: actorLabel(by), at });
    tx.put('backup', id, { ...before, entries: before.entries.filter((one) => one !== written) });
    return applied;
  },
});
