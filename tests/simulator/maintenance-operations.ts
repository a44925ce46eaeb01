import type { Plan } from '../../src-shared/model/plan.ts';
import { DAY, HOUR, type Instant } from '../../src-shared/time/clock.ts';
import { localDate } from '../../src-shared/time/zone.ts';
import { type MemoryDisk, shownRows } from '../support/memory-store.ts';
import { PEOPLE, SERVICES, TEAMS } from './people.ts';
import type { Choice } from './procedure-operations.ts';
import type { Random } from './world.ts';

const ZONE = 'Europe/Paris';
const PICTURE = { hash: 'a'.repeat(64), name: 'capture.png', type: 'image/png', size: 9 };

/** Every day at an hour, or some time in it. */
function terms(random: Random, from: string) {
  const rule = { from, anchor: '2024-01-01', rrule: 'FREQ=DAILY', zone: ZONE, grace: HOUR, holidays: 'keep' };
  return random.chance(0.7) ? { ...rule, time: `0${random.int(0, 9)}:00`, duration: HOUR } : rule;
}

/**
 * Something a person may do with plans and their occurrences: few plans and few days, so that several laptops meet on
 * the same occurrence. Null where there is no procedure to be done.
 */
export function chooseMaintenance(random: Random, disk: MemoryDisk, now: Instant, newId: () => string): Choice | null {
  const rows = [...shownRows(disk).values()];
  const procedure = rows.find((row) => row.collection === 'procedure');
  if (!procedure) return null;
  const plans = rows.flatMap((row) => (row.collection === 'plan' ? [row] : []));
  const today = localDate(now + (random.chance(0.6) ? 0 : random.int(1, 2)) * DAY, ZONE);
  if (plans.length === 0 || (plans.length === 1 && random.chance(0.2))) {
    const more = {
      procedure: procedure.id,
      team: random.pick(TEAMS),
      service: random.pick(SERVICES),
      terms: terms(random, today),
      window: random.chance(0.7),
      signature: random.chance(0.5),
    };
    return { name: 'plan.create', args: { id: newId(), title: 'Every day', ...more } };
  }
  const { id: plan, doc } = random.pick(plans);
  const word = `word-${newId()}`;
  const isRunbook = (row: (typeof rows)[number]) => row.collection === 'procedure';
  if (random.chance(0.25)) {
    const { revision, pauses, held } = doc as Plan;
    return random.pick<Choice>([
      { name: 'plan.edit', args: { id: plan, revision, set: { title: word } } },
      { name: 'plan.edit', args: { id: plan, revision, set: {}, terms: terms(random, today) } },
      { name: 'plan.edit', args: { id: plan, revision, set: { owner: random.pick([...PEOPLE, null]) } } },
      { name: 'plan.edit', args: { id: plan, revision, set: { change: random.pick(['minor', 'security', null]) } } },
      { name: 'plan.pause', args: { id: plan, from: today } },
      { name: 'plan.resume', args: { id: plan, on: today } },
      { name: 'plan.unpause', args: { id: plan, of: pauses?.at(-1)?.saidAt ?? 0 } },
      { name: 'plan.takeBack', args: { id: plan, of: held?.at ?? 0 } },
      { name: 'plan.end', args: { id: plan, on: localDate(now + 9 * DAY, ZONE) } },
      { name: 'plan.edit', args: { id: plan, revision, set: { procedure: random.pick(rows.filter(isRunbook)).id } } },
      ...(random.chance(0.2) ? [{ name: 'plan.remove', args: { id: plan } }] : []),
    ]);
  }
  const touched = rows.flatMap((row) => (row.collection === 'occurrence' ? [row] : []));
  const known = touched.length > 0 && random.chance(0.6) ? random.pick(touched) : undefined;
  const id = known?.id ?? `${plan}@${today}`;
  // An undo names what it takes back; one of a deed that another's has replaced takes back nothing.
  const said = known?.doc.events.map(({ at }) => at) ?? [];
  const undone = said.length > 0 && random.chance(0.7) ? { of: random.pick(said) } : {};
  const changes = rows.flatMap((row) => (row.collection === 'change' ? [row.id] : []));
  const change = changes.length > 0 ? random.pick(changes) : 'none';
  const of = { id, planned: { at: now, end: now + HOUR, deadline: now + 2 * HOUR, allDay: false, zone: ZONE } };
  if (random.chance(0.25)) return { name: 'occurrence.start', args: { ...of, revision: 1 } };
  return random.pick<Choice>([
    { name: 'occurrence.start', args: { id, revision: 1, window: false } },
    { name: 'occurrence.start', args: { id, revision: 1, procedure: random.pick(rows.filter(isRunbook)).id } },
    { name: 'occurrence.complete', args: { ...of, note: word } },
    { name: 'occurrence.complete', args: of },
    { name: 'occurrence.complete', args: { ...of, note: word, files: [PICTURE] } },
    { name: 'occurrence.sign', args: { id } },
    { name: 'occurrence.unsign', args: { id, of: said.length > 0 ? random.pick(said) : now } },
    { name: 'occurrence.skip', args: { ...of, reason: word } },
    { name: 'occurrence.block', args: { ...of, reason: word } },
    { name: 'occurrence.unblock', args: { id, ...undone } },
    { name: 'occurrence.move', args: { ...of, at: now + random.int(1, 72) * HOUR } },
    { name: 'occurrence.assign', args: { ...of, to: random.pick([...PEOPLE, null]) } },
    { name: 'occurrence.reopen', args: { id, ...undone } },
    { name: 'occurrence.unstart', args: { id, ...undone } },
    { name: 'occurrence.linkChange', args: { ...of, change } },
    { name: 'occurrence.unlinkChange', args: { change } },
    { name: 'run.end', args: { id, reason: word } },
    { name: 'run.end', args: { id } },
    { name: 'run.reopen', args: { id, ...undone } },
    { name: 'followUp.create', args: { id: newId(), occurrence: id, title: word } },
  ]);
}
