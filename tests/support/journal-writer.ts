// Run as a program: writes entries into a journal until it is killed, and says of each when it was saved.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createAppendFile } from '../../src-main/journal/append-file.ts';
import { createJournal } from '../../src-main/journal/journal.ts';
import { systemClock } from '../../src-shared/time/clock.ts';

const [folder = '', plant] = process.argv.slice(2);
if (plant === 'no-fsync') {
  const probe = await open(join(folder, 'probe'), 'w');
  const handles: { datasync(): Promise<void>; sync(): Promise<void> } = Object.getPrototypeOf(probe);
  handles.datasync = async () => {};
  handles.sync = async () => {};
  await probe.close();
}

const journal = createJournal({ file: createAppendFile({ folder, name: 'outbox' }), clock: systemClock });
const entry = (seq: number) => ({
  clientId: 'laptop-of-ines',
  mutation: {
    seq,
    name: 'incident.note',
    args: { id: `incident-${seq}`, text: 'x'.repeat(100 + ((seq * 977) % 3_000)) },
    at: systemClock.now(),
    via: 'console' as const,
  },
});

let seq = 0;
for (let round = 1; ; round += 1) {
  const appended = Array.from({ length: 1 + (round % 3) }, async () => {
    const first = seq + 1;
    seq += 1 + (first % 2);
    const last = seq;
    const entries = Array.from({ length: last - first + 1 }, (_, index) => entry(first + index));
    const saved = await journal.append(entries);
    if (!saved.ok) throw new Error(saved.error.code);
    process.stdout.write(`saved ${first} ${last} ${systemClock.now()}\n`);
  });
  await Promise.all(appended);
  if (round % 7 === 0) await journal.settle('laptop-of-ines', seq - 3);
  if (round % 60 === 0) await journal.compact();
}
