import { changeRunId } from '../../src-shared/change/planned.ts';
import { nextGate } from '../../src-shared/change/transitions.ts';
import { type Change, type Freeze, GATES } from '../../src-shared/model/change.ts';
import type { Procedure } from '../../src-shared/model/procedure.ts';
import { HOUR, type Instant } from '../../src-shared/time/clock.ts';
import { type MemoryDisk, shownRows } from '../support/memory-store.ts';
import { PEOPLE, SERVICES } from './people.ts';
import type { Choice } from './procedure-operations.ts';
import type { Random } from './world.ts';

function known<Doc>(
  disk: MemoryDisk,
  collection: 'change' | 'freeze' | 'run' | 'procedure',
): { id: string; doc: Doc }[] {
  return [...shownRows(disk).values()].flatMap((row) =>
    row.collection === collection ? [{ id: row.id, doc: row.doc as Doc }] : [],
  );
}

/** Around now, in which laptops' clocks jump by days. */
const window = (random: Random, now: Instant) => {
  const from = now + random.int(-6, 6) * HOUR;
  return { from, to: from + random.int(1, 12) * HOUR, zone: 'Europe/Paris' };
};
const someServices = (random: Random) => SERVICES.filter(() => random.chance(0.6));

/** An undo names the deed that it takes back; what a person does again does not. */
const lastAt = ({ acts }: Change) => acts.at(-1)?.at ?? 0;
const lastSaid = (random: Random, doc: Change) => (random.chance(0.5) ? { of: lastAt(doc) } : {});

/** The run of the steps of a change. */
function stepsOf(disk: MemoryDisk, change: string) {
  const [procedure] = known<Procedure>(disk, 'procedure');
  return { id: changeRunId(change), procedure: procedure?.id ?? 'none', revision: procedure?.doc.revision ?? 1 };
}

/** What comes next for a change, as its page offers it. */
function nextMove(random: Random, disk: MemoryDisk, { id, doc }: { id: string; doc: Change }, token: string): Choice {
  const seen = { id, contentId: doc.contentId };
  switch (doc.status) {
    case 'draft':
      return { name: 'change.propose', args: seen };
    case 'proposed':
      return { name: 'change.approve', args: seen };
    case 'approved':
      if (random.chance(0.1)) return { name: 'change.takeBackApproval', args: { ...seen, of: lastAt(doc) } };
      return { name: 'change.start', args: { ...seen, silence: random.chance(0.9), reason: token } };
    case 'inProgress': {
      const gate = nextGate(doc);
      if (random.chance(0.2)) return { name: 'run.start', args: stepsOf(disk, id) };
      if (random.chance(0.1)) return { name: 'change.unstart', args: { ...seen, of: lastAt(doc) } };
      if (random.chance(0.35)) return { name: 'change.rollBack', args: { ...seen, reason: token } };
      return gate ? { name: 'change.passGate', args: { ...seen, gate } } : { name: 'change.complete', args: seen };
    }
    default:
      return { name: 'change.reopen', args: { ...seen, ...lastSaid(random, doc) } };
  }
}

/** Something a person may do with system updates and freezes, whether it may be done then or not. */
export function chooseChange(
  random: Random,
  disk: MemoryDisk,
  { incident, now }: { incident: string; now: Instant },
  newId: () => string,
): Choice {
  const token = `word-${newId()}`;
  const changes = known<Change>(disk, 'change');
  const freezes = known<Freeze>(disk, 'freeze');
  const content = () => ({ title: token, window: window(random, now), services: someServices(random) });
  // Few, so that several people meet on the same one.
  if (changes.length === 0 || (changes.length < 3 && random.chance(0.05)))
    return { name: 'change.create', args: { id: newId(), type: 'minor', risk: 'low', ...content() } };
  const one = random.pick(changes);
  if (random.chance(0.12)) {
    const freeze = { ...content(), reason: token };
    if (freezes.length === 0) return { name: 'freeze.create', args: { id: newId(), ...freeze } };
    const { id, doc } = random.pick(freezes);
    const base = doc.revision;
    const except = { id: one.id, contentId: one.doc.contentId, freeze: id, freezeRevision: base, reason: token };
    return random.pick<Choice>([
      { name: 'freeze.update', args: { id, base, ...freeze } },
      { name: 'freeze.remove', args: { id, base } },
      { name: 'freeze.restore', args: { id, doc } },
      { name: 'change.except', args: except },
      { name: 'change.except', args: except },
      {
        name: 'change.takeBackException',
        args: { id: one.id, contentId: one.doc.contentId, freeze: id, of: lastAt(one.doc) },
      },
    ]);
  }
  if (random.chance(0.75)) return nextMove(random, disk, one, token);
  const { id, doc } = one;
  const base = doc.revision;
  const seen = { id, contentId: doc.contentId };
  const gate = random.pick(GATES);
  const runs = known(disk, 'run');
  const run = runs.length > 0 ? random.pick(runs).id : 'none';
  const on = random.chance(0.7);
  const steps = stepsOf(disk, id);
  return random.pick<Choice>([
    { name: 'change.edit', args: { id, base, set: { title: token } } },
    { name: 'change.edit', args: { id, base, set: { services: someServices(random) } } },
    { name: 'change.edit', args: { id, base, set: { risk: random.pick(['low', 'high']), rollback: token } } },
    { name: 'change.edit', args: { id, base, set: { owner: random.pick([...PEOPLE, null]) } } },
    { name: 'change.takeBackEdit', args: { id, of: lastAt(doc) } },
    { name: 'change.withdraw', args: { ...seen, ...lastSaid(random, doc) } },
    { name: 'change.takeBackWithdrawal', args: { ...seen, of: lastAt(doc) } },
    { name: 'change.approve', args: seen },
    { name: 'change.refuse', args: { ...seen, reason: token } },
    { name: 'change.start', args: { ...seen, silence: true } },
    { name: 'change.extend', args: { ...seen, until: now + random.int(1, 24) * HOUR, reason: token } },
    { name: 'change.passGate', args: { ...seen, gate, note: token, ...lastSaid(random, doc) } },
    { name: 'change.takeBackGate', args: { ...seen, gate, ...lastSaid(random, doc) } },
    { name: 'change.complete', args: { ...seen, note: token } },
    { name: 'change.rollBack', args: { ...seen, reason: token } },
    { name: 'change.cancel', args: { ...seen, reason: token } },
    { name: 'change.reopen', args: { ...seen, ...lastSaid(random, doc) } },
    { name: 'change.link', args: { id, incident, on } },
    { name: 'change.linkRun', args: { id, run, on } },
    { name: 'run.start', args: steps },
    { name: 'run.end', args: { id: steps.id, reason: token } },
    { name: 'run.reopen', args: { id: steps.id } },
  ]);
}
