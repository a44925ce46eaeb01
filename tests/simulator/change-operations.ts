import { GATES } from '../../src-shared/model/change.ts';
import { type MemoryDisk, shownRows } from '../support/memory-store.ts';
import { PEOPLE } from './people.ts';
import type { Choice } from './procedure-operations.ts';
import type { Random } from './world.ts';

interface Known {
  id: string;
  revision: number;
}

const known = (disk: MemoryDisk, collection: 'change' | 'freeze'): Known[] =>
  [...shownRows(disk).values()].flatMap((row) =>
    row.collection === collection ? [{ id: row.id, revision: (row.doc as { revision: number }).revision }] : [],
  );

/** Around the time of the simulation, in which laptops' clocks jump by days. */
const FROM = Date.parse('2026-11-21T00:00:00Z');
const window = (random: Random) => {
  const from = FROM + random.int(0, 48) * 3_600_000;
  return { from, to: from + random.int(1, 12) * 3_600_000, zone: 'Europe/Paris' };
};

/** Something a person may do with system updates and freezes, whether it may be done then or not. */
export function chooseChange(random: Random, disk: MemoryDisk, incident: string, newId: () => string): Choice {
  const token = `word-${newId()}`;
  const changes = known(disk, 'change');
  const freezes = known(disk, 'freeze');
  const content = { title: token, window: window(random), services: [] };
  if (changes.length < 2)
    return { name: 'change.create', args: { id: newId(), type: 'minor', risk: 'low', ...content } };
  const { id, revision } = random.pick(changes);
  const gate = random.pick(GATES);
  if (freezes.length === 0 || random.chance(0.1)) {
    const freeze = { ...content, reason: token };
    if (freezes.length === 0) return { name: 'freeze.create', args: { id: newId(), ...freeze } };
    const one = random.pick(freezes);
    return random.pick<Choice>([
      { name: 'freeze.update', args: { id: one.id, base: one.revision, ...freeze } },
      { name: 'freeze.remove', args: { id: one.id } },
      { name: 'change.except', args: { id, freeze: one.id, reason: token } },
    ]);
  }
  return random.pick<Choice>([
    { name: 'change.edit', args: { id, base: revision, set: { title: token } } },
    { name: 'change.edit', args: { id, base: revision, set: { owner: random.pick([...PEOPLE, null]) } } },
    { name: 'change.propose', args: { id } },
    { name: 'change.propose', args: { id } },
    { name: 'change.withdraw', args: { id } },
    { name: 'change.approve', args: { id, revision } },
    { name: 'change.approve', args: { id, revision } },
    { name: 'change.refuse', args: { id, reason: token } },
    { name: 'change.start', args: { id, silence: random.chance(0.5) } },
    { name: 'change.passGate', args: { id, gate, note: token } },
    { name: 'change.passGate', args: { id, gate } },
    { name: 'change.takeBackGate', args: { id, gate } },
    { name: 'change.complete', args: { id } },
    { name: 'change.rollBack', args: { id, reason: token } },
    { name: 'change.cancel', args: { id, reason: token } },
    { name: 'change.reopen', args: { id } },
    { name: 'change.link', args: { id, incident, on: random.chance(0.7) } },
  ]);
}
