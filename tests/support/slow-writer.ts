import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createPostgresStore } from '../../src-server/store/postgres.ts';
import { createRandom } from '../simulator/world.ts';

/** A record that was acknowledged, and the version it was said to have. */
export interface Acknowledged {
  id: string;
  version: number;
}

/** Longest wait between what is written and its commit, in milliseconds. */
const LONGEST = 12;

/** Writes `count` new records, four at a time, each commit held up for a random while after its rows are written. */
export async function writeSlowly(url: string, name: string, count: number, seed: number): Promise<Acknowledged[]> {
  const random = createRandom(seed);
  const store = await createPostgresStore({
    url,
    faults: { beforeCommit: () => pause(random.int(0, LONGEST)) },
  });
  const acknowledged: Acknowledged[] = [];
  const one = async (from: number) => {
    for (let n = from; n < count; n += 4) {
      const id = `${name}-${n}`;
      const { version } = await store.write(async (tx) => tx.apply([{ collection: 'team', id, doc: { name: id } }]));
      acknowledged.push({ id, version });
    }
  };
  await Promise.all([0, 1, 2, 3].map(one));
  await store.close();
  return acknowledged;
}

// As a process of its own it prints what was acknowledged.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [url = '', name = '', count, seed] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await writeSlowly(url, name, Number(count), Number(seed))));
}
