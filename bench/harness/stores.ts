import { startPostgres } from '../../tests/support/postgres.ts';
import type { Context } from './figure.ts';
import { startVigie } from './vigie.ts';

export interface StoreToMeasure {
  name: string;
  /** Flags of `vigie serve` for an empty database of this kind. */
  flags(): Promise<string[]>;
}

/** SQLite, and PostgreSQL (durable, as Debian sets it up) where it can be started. */
export async function storesToMeasure(ctx: Context): Promise<StoreToMeasure[]> {
  const stores: StoreToMeasure[] = [{ name: 'SQLite', flags: async () => [] }];
  try {
    const postgres = await startPostgres({ durable: true });
    ctx.atEnd(() => postgres.dispose());
    const flags = async () => ['--database', await postgres.createDatabase()];
    const trial = await startVigie(ctx, { flags: await flags() });
    await trial.program.stop();
    stores.push({ name: 'PostgreSQL', flags });
  } catch (error) {
    ctx.log(`without PostgreSQL: ${error instanceof Error ? error.message.slice(0, 300) : error}`);
  }
  return stores;
}
