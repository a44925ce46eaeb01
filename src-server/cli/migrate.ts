import { openDataFolder } from '../data-folder.ts';
import { openStorage } from '../open-storage.ts';
import { refuseDamage } from '../store/damage.ts';
import { type Command, type CommandContext, EXIT, needed, UsageError } from './command.ts';
import { noteMove } from './moved.ts';

function targetOf(context: CommandContext): string {
  const url = needed(context.values, 'to');
  if (!/^postgres(?:ql)?:\/\/./.test(url) || !URL.canParse(url)) {
    throw new UsageError('--to: give an address such as postgres://USER:PASSWORD@HOST/DATABASE');
  }
  return url;
}

export const migrate: Command = {
  name: 'migrate',
  summary: 'Moves all data of a stopped server into an empty PostgreSQL database and compares it. Consoles just go on.',
  flags: [
    ['--from DIR', 'data folder of the stopped server; its data is not changed'],
    ['--to URL', 'postgres://USER:PASSWORD@HOST/DATABASE, an empty database'],
  ],
  options: { from: { type: 'string' }, to: { type: 'string' } },
  async run(context) {
    const to = targetOf(context);
    const folder = openDataFolder(needed(context.values, 'from'), { create: false });
    const lock = folder.lock();
    try {
      const files = [folder.store, folder.identity];
      for (const file of files) refuseDamage(file);
      // Both sides get the tables of this version; rows come afterwards, all or none.
      for (const database of [undefined, to]) {
        const storage = await openStorage({ database }, folder, context.clock, { follow: false });
        await storage.identity();
        await storage.close();
      }
      const { move } = await import('../store/move.ts');
      const { tables, version, epoch } = await move({
        files,
        to,
        onProgress({ table, what, rows, of }) {
          process.stderr.write(`${table}: ${rows} of ${of} ${what}\n`);
        },
      });
      noteMove(folder, to, context.clock.now());
      const rows = tables.reduce((sum, one) => sum + one.rows, 0);
      context.print(`${rows} rows moved and compared; start the server with --database from now on`, {
        tables,
        version,
        epoch,
      });
      return EXIT.ok;
    } finally {
      lock.release();
    }
  },
};
