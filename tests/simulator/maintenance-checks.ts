import { changeOfRun } from '../../src-shared/change/planned.ts';
import { occurrenceState } from '../../src-shared/maintenance/occurrence-state.ts';
import type { Occurrence } from '../../src-shared/model/plan.ts';
import { silenceState } from '../../src-shared/silence/state.ts';
import { Violation } from './checks.ts';
import type { SimServer } from './server.ts';
import type { World } from './world.ts';

const fail: (what: string) => never = (what) => {
  throw new Violation(what);
};

/** Between two takings back, a later completion is only ever followed by an earlier one, which then stands. */
function checkCompletions(world: World, id: string, { events }: Occurrence): void {
  let standing: number | undefined;
  for (const event of events) {
    if (event.kind === 'reopened') standing = undefined;
    if (event.kind !== 'completed') continue;
    world.met('one completion stands');
    if (standing !== undefined && event.at >= standing) fail(`${id} was completed again while it was done`);
    standing = event.at;
  }
}

/** What is over has no open run and silences nothing; what is begun and goes on has its run. */
async function checkOver(world: World, server: SimServer, id: string, doc: Occurrence): Promise<void> {
  const last = Math.max(...doc.events.map(({ at }) => at));
  const { completed, skipped, started } = occurrenceState(undefined, doc, last);
  const [run, silence] = await server
    .store()
    .read(async (tx) => [await tx.get('run', id), await tx.get('silence', `${id}/window`)] as const);
  const isOver = completed !== undefined || skipped !== undefined;
  if (isOver) world.met('what is over has no open run');
  if (isOver && run && run.endedAt === undefined) fail(`${id} is over, and its run goes on`);
  // What a change that a person prepared has begun is worked on in the run of that; what it took the place of is left.
  const isElsewhere = started !== undefined && changeOfRun(started.run) !== undefined;
  if (!isOver && !isElsewhere && (run !== undefined) !== (started !== undefined)) {
    fail(`${id} is ${run ? '' : 'begun and not '}run`);
  }
  if (isElsewhere && run && run.endedAt === undefined) fail(`${id} is worked on by a change, and run beside it`);
  if (!silence || (!isOver && run?.endedAt === undefined && run)) return;
  world.met('no window is left open');
  if (silenceState(silence, Math.max(last, run?.endedAt ?? last)) !== 'expired')
    fail(`${id} is over, and its service silent`);
}

/** What a change that a person prepared has begun is that change's. */
async function checkChange(world: World, server: SimServer, id: string, doc: Occurrence): Promise<void> {
  const { started } = occurrenceState(undefined, doc, doc.at);
  const change = started && changeOfRun(started.run);
  if (change === undefined) return;
  world.met('a time of a plan has one change');
  const known = await server.store().read((tx) => tx.get('change', change));
  if (known?.occurrence !== id) fail(`${id} was begun by ${change}, which is that of ${known?.occurrence}`);
}

export async function checkMaintenance(world: World, server: SimServer): Promise<void> {
  const found = await server.store().read(async (tx) => {
    const all = await tx.changes({ scopes: ['all'], since: 0, limit: 100_000 });
    const ids = all.flatMap((one) => (one.collection === 'occurrence' && !one.deleted ? [one.id] : []));
    const docs = await Promise.all(ids.map((id) => tx.get('occurrence', id)));
    return ids.flatMap((id, at) => (docs[at] ? [{ id, doc: docs[at] }] : []));
  });
  for (const { id, doc } of found) {
    checkCompletions(world, id, doc);
    await checkOver(world, server, id, doc);
    await checkChange(world, server, id, doc);
  }
}
