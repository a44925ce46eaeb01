import { readFileSync } from 'node:fs';
import { type Pack, packSchema } from '../src-shared/model/pack.ts';
import type { Clock } from '../src-shared/time/clock.ts';
import type { Settings } from './config.ts';
import type { Store } from './store/store.ts';
import { runMutation, systemActor } from './sync/run-mutation.ts';

function readPack(language: string): Pack {
  const file = new URL(`../resources/packs/procedures.${language}.json`, import.meta.url);
  return packSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Gives an empty workspace its procedures: teams, targets, calendars, priority rules. True when it was empty. */
export async function loadPack(
  store: Store,
  clock: Clock,
  language: Exclude<Settings['pack'], 'none'>,
): Promise<boolean> {
  const pack = readPack(language);
  const at = clock.now();
  const { value } = await store.write(async (tx) => {
    if ((await tx.all('team')).length > 0 || (await tx.all('slaPolicy')).length > 0) return false;
    const outcome = await runMutation(tx, {
      name: 'pack.load',
      args: { pack },
      actor: systemActor(),
      via: 'server',
      at,
      receivedAt: at,
      origin: { kind: 'server', id: `pack:${pack.id}@${pack.version}` },
    });
    if (outcome.kind === 'rejected') throw new Error(`the content pack was refused: ${JSON.stringify(outcome)}`);
    return true;
  });
  return value;
}
