import { askedBy, changeRunId, occurrenceOfChange } from '../../src-shared/change/planned.ts';
import { isOpenChange } from '../../src-shared/change/transitions.ts';
import { occurrenceState } from '../../src-shared/maintenance/occurrence-state.ts';
import { type Change, changeSilenceId } from '../../src-shared/model/change.ts';
import { sameJson } from '../../src-shared/mutators/same.ts';
import { silenceState } from '../../src-shared/silence/state.ts';
import { Violation } from './checks.ts';
import type { SimServer } from './server.ts';
import type { World } from './world.ts';

const fail: (what: string) => never = (what) => {
  throw new Violation(what);
};

/** Nobody works on what no other person has approved as it is, and whatever was said of a change is of its content. */
function checkApproval(world: World, id: string, doc: Change): void {
  const { status, approval, contentId, authors } = doc;
  if (status === 'approved' || status === 'inProgress' || status === 'done' || status === 'rolledBack') {
    world.met('work was approved by another person');
    if (!approval) fail(`change ${id} is ${status} without an approval`);
    else if (authors.some((one) => sameJson(one, approval.by))) fail(`change ${id} was approved by who wrote it`);
  }
  for (const said of [approval, ...Object.values(doc.gates), ...doc.exceptions]) {
    if (said && said.contentId !== contentId) fail(`change ${id}: what was said of ${said.contentId} is kept`);
  }
}

/** Once a change is over, the run of its own steps is. */
async function checkSteps(world: World, server: SimServer, id: string, { status, endedAt }: Change): Promise<void> {
  if (endedAt === undefined || occurrenceOfChange(id)) return;
  const run = await server.store().read((tx) => tx.get('run', changeRunId(id)));
  if (!run) return;
  world.met('settled work has no open run');
  if (run.endedAt === undefined) fail(`change ${id} is ${status}, and its steps go on`);
}

/** Once nobody works on a change, its services are heard again. */
async function checkSilence(world: World, server: SimServer, id: string, doc: Change): Promise<void> {
  if (doc.status === 'inProgress') return;
  const silence = await server.store().read((tx) => tx.get('silence', changeSilenceId(id)));
  if (!silence) return;
  world.met('settled work is silent no more');
  if (silenceState(silence, doc.updatedAt) !== 'expired') fail(`change ${id} is ${doc.status}, and silent`);
}

/** A time of a plan is done by one change, which it was begun with: the one that it opened, unless that is over. */
async function checkOccurrence(world: World, server: SimServer, id: string, change: Change): Promise<void> {
  const occurrence = askedBy(id, change);
  if (occurrence === undefined || (change.occurrence === undefined && !isOpenChange(change))) return;
  const doc = await server.store().read((tx) => tx.get('occurrence', occurrence));
  const run = doc && occurrenceState(undefined, doc, doc.at).started?.run;
  world.met('a time of a plan has one change');
  if (run !== changeRunId(id)) fail(`change ${id} is that of ${occurrence}, which was begun by ${run}`);
}

export async function checkChanges(world: World, server: SimServer): Promise<void> {
  const changes = await server.store().read(async (tx) => {
    const all = await tx.changes({ scopes: ['all'], since: 0, limit: 100_000 });
    const ids = all.flatMap((one) => (one.collection === 'change' && !one.deleted ? [one.id] : []));
    const docs = await Promise.all(ids.map((id) => tx.get('change', id)));
    return ids.flatMap((id, at) => (docs[at] ? [{ id, doc: docs[at] }] : []));
  });
  for (const { id, doc } of changes) {
    checkApproval(world, id, doc);
    await checkSilence(world, server, id, doc);
    await checkSteps(world, server, id, doc);
    await checkOccurrence(world, server, id, doc);
  }
}
