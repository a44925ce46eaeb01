import type { RestoreTest } from '../../src-shared/model/backup.ts';
import { type MemoryDisk, shownRows } from '../support/memory-store.ts';
import type { Choice } from './procedure-operations.ts';
import type { Random } from './world.ts';

/**
 * Something a person may do with the register and its restore tests: few of both, so that several laptops meet on the
 * same one. Null where there is no procedure to test by.
 */
export function chooseBackup(random: Random, disk: MemoryDisk, newId: () => string): Choice | null {
  const rows = [...shownRows(disk).values()];
  const of = (collection: string) => rows.filter((row) => row.collection === collection);
  const [procedure] = of('procedure');
  if (!procedure) return null;
  const backups = of('backup');
  const title = `backup ${random.int(1, 999)}`;
  if (backups.length < 2) return { name: 'backup.create', args: { id: newId(), title, cadence: 'FREQ=DAILY' } };
  const { id, doc } = random.pick(backups);
  const entries = (doc as { entries: { id: string }[] }).entries;
  const tests = of('restoreTest');
  if (tests.length < 2 || random.chance(0.15)) {
    const begun = of('occurrence');
    const run = begun.length > 0 && random.chance(0.5) ? random.pick(begun).id : newId();
    return { name: 'restoreTest.start', args: { id: run, backup: id, procedure: procedure.id, revision: 1 } };
  }
  const { id: test, doc: tested } = random.pick(tests);
  // An undo names what it takes back.
  const { startedAt, endedAt, cancelled } = tested as RestoreTest;
  const begun = random.chance(0.5) ? { of: startedAt } : {};
  const over = random.chance(0.5) ? { of: endedAt ?? cancelled?.at ?? startedAt } : {};
  return random.pick<Choice>([
    { name: 'backup.edit', args: { id, set: { title } } },
    { name: 'backup.edit', args: { id, set: { archived: random.pick([true, null]) } } },
    { name: 'backup.record', args: { id, entry: newId(), outcome: random.pick(['ok', 'failed']), size: 7 } },
    { name: 'backup.unrecord', args: { id, entry: entries[0]?.id ?? 'nothing' } },
    { name: 'restoreTest.time', args: { id: test, clock: random.pick(['start', 'stop', 'clear']) } },
    { name: 'restoreTest.measure', args: { id: test, took: random.int(1, 99) * 60_000 } },
    { name: 'restoreTest.conclude', args: { id: test, verdict: { result: 'ok' } } },
    { name: 'restoreTest.conclude', args: { id: test, verdict: { result: 'bad', reason: title } } },
    { name: 'restoreTest.cancel', args: { id: test, ...begun } },
    { name: 'restoreTest.reopen', args: { id: test, ...over } },
  ]);
}
