import { isCollectionName } from '../../src-shared/model/collections.ts';
import { revisionId } from '../../src-shared/model/procedure.ts';
import { type MemoryDisk, shownRows } from '../support/memory-store.ts';
import { PEOPLE, TEAMS } from './people.ts';
import type { Random } from './world.ts';

export interface Choice {
  name: string;
  args: Record<string, unknown>;
  /** What was written, in words that stand nowhere else. */
  text?: string;
}

/** The collections whose texts people edit together, by the name under which they are saved. */
export const SAVED_TEXTS = { 'procedure.save': 'procedure', 'postMortem.save': 'postMortem' } as const;

const LINES = Array.from({ length: 6 }, (_, at) => `- [ ] step ${at} {#s${at}${at === 5 ? ' .approval' : ''}}`);
const STEPS = LINES.length;

interface Written {
  id: string;
  doc: { revision: number; archived?: boolean };
}

function listOf<Doc>(disk: MemoryDisk, collection: string): { id: string; doc: Doc }[] {
  if (!isCollectionName(collection)) throw new Error(`no collection ${collection}`);
  return [...shownRows(disk).values()].flatMap((row) =>
    row.collection === collection ? [{ id: row.id, doc: row.doc as Doc }] : [],
  );
}

/**
 * A text edited as the editor does it. Words are added and none is taken away, so that whatever was taken must stand
 * in the text in the end.
 */
function edit(
  random: Random,
  disk: MemoryDisk,
  collection: 'procedure' | 'postMortem',
  { id, doc }: Written,
  token: string,
): Choice | null {
  const of = revisionId({ collection, id }, doc.revision);
  const seen = shownRows(disk).get(`revision/${of}`);
  if (!seen) return null;
  const { title, body } = seen.doc as { title: string; body: string };
  const lines = body.split('\n');
  const at = random.int(0, lines.length - 1);
  const isTitle = random.chance(0.15) && title.length < 250;
  if (random.chance(0.5)) lines.splice(at, 0, `Said ${token}.`, '');
  else lines[at] = `${lines[at]} ${token}`;
  return {
    name: `${collection}.save`,
    args: {
      id,
      base: doc.revision,
      from: { title, body },
      title: isTitle ? `${title} ${token}` : title,
      body: isTitle ? body : lines.join('\n'),
    },
    text: token,
  };
}

function onRun(random: Random, disk: MemoryDisk, run: string, token: string): Choice {
  const step = `s${random.int(0, STEPS - 1)}`;
  const entries = listOf<{ run: string; event: { kind: string } }>(disk, 'runEntry').filter(
    ({ doc }) => doc.run === run && doc.event.kind !== 'undone',
  );
  const what = random.next();
  if (what < 0.12) return { name: 'run.end', args: { id: run, reason: token } };
  if (what < 0.2) return { name: 'run.reopen', args: { id: run } };
  const record = (event: Record<string, unknown>) => ({ name: 'run.record', args: { run, step, event } });
  if (what < 0.45) return { ...record({ kind: 'note', text: token }), text: token };
  if (what < 0.6 && entries.length > 0) return record({ kind: 'undone', entries: [random.pick(entries).id] });
  return random.pick([
    record({ kind: 'done' }),
    record({ kind: 'done' }),
    record({ kind: 'skipped', reason: token }),
    record({ kind: 'assigned', to: random.pick([...PEOPLE, null]) }),
    record({ kind: 'timer', until: random.int(1, 2_000_000_000_000) }),
    { name: 'run.record', args: { run, step: 's5', event: { kind: 'approved' } } },
  ]);
}

function onFollowUp(random: Random, id: string, token: string): Choice {
  return random.pick<Choice>([
    { name: 'followUp.edit', args: { id, set: { title: token } } },
    { name: 'followUp.edit', args: { id, set: { owner: random.pick([...PEOPLE, null]), due: '2026-12-01' } } },
    { name: 'followUp.close', args: { id, as: { status: 'done' } } },
    { name: 'followUp.close', args: { id, as: { status: 'dropped', reason: token } } },
    { name: 'followUp.reopen', args: { id } },
  ]);
}

/** Something a person may do with runbooks, runs, post-mortems and follow-ups; null where there is nothing to do it to. */
export function chooseWritten(random: Random, disk: MemoryDisk, incident: string, newId: () => string): Choice | null {
  const token = `word-${newId()}`;
  const procedures = listOf<Written['doc']>(disk, 'procedure');
  const what = random.next();
  if (procedures.length < 2) {
    const body = LINES.join('\n');
    return { name: 'procedure.create', args: { id: newId(), kind: 'runbook', title: 'Runbook', body } };
  }
  const procedure = random.pick(procedures);
  if (what < 0.28) return edit(random, disk, 'procedure', procedure, token);
  if (what < 0.38) {
    return random.pick<Choice>([
      { name: 'procedure.archive', args: { id: procedure.id, archived: procedure.doc.archived !== true } },
      {
        name: 'procedure.describe',
        args: { id: procedure.id, set: { tags: [token], team: random.pick([...TEAMS, null]) } },
      },
      { name: 'procedure.review', args: { id: procedure.id, tested: random.chance(0.5) } },
    ]);
  }
  const runs = listOf(disk, 'run');
  if (what < 0.7) {
    if (runs.length > 0 && what > 0.44) return onRun(random, disk, random.pick(runs).id, token);
    const { id, doc } = procedure;
    // The same one on two laptops: its id follows from what it is for.
    const run = { id: `${incident}/${id}/1`, procedure: id, revision: doc.revision, incident };
    return { name: 'run.start', args: run };
  }
  const postMortems = listOf<Written['doc']>(disk, 'postMortem');
  if (what < 0.76 || postMortems.length === 0) {
    return { name: 'postMortem.start', args: { id: incident, title: 'Post-mortem', body: '# What\n\nWhen\n\nWhy\n' } };
  }
  const postMortem = random.pick(postMortems);
  if (what < 0.85) return edit(random, disk, 'postMortem', postMortem, token);
  if (what < 0.9) {
    return random.pick<Choice>([
      { name: 'postMortem.publish', args: { id: postMortem.id, revision: postMortem.doc.revision } },
      { name: 'postMortem.reopen', args: { id: postMortem.id } },
      { name: 'postMortem.describe', args: { id: postMortem.id, set: { owner: random.pick([...PEOPLE, null]) } } },
    ]);
  }
  const followUps = listOf(disk, 'followUp');
  if (followUps.length === 0 || what < 0.93)
    return { name: 'followUp.create', args: { id: newId(), incident, title: token } };
  return onFollowUp(random, random.pick(followUps).id, token);
}
