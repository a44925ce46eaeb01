import { type Command, DATA_FLAG, EXIT } from './command.ts';
import { withStore } from './open.ts';

export const epochRenew: Command = {
  name: 'epoch renew',
  summary: 'After PostgreSQL was put back to a backup: consoles notice, take a new copy and send again what it lacks.',
  flags: [DATA_FLAG, ['--database URL', 'the database (better as VIGIE_DATABASE)']],
  options: {},
  run: (context) =>
    withStore(context, async ({ store }) => {
      const epoch = await store.renewEpoch();
      context.print('consoles will notice that the data was restored', { epoch });
      return EXIT.ok;
    }),
};
