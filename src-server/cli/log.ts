import { type Command, DATA_FLAG, EXIT } from './command.ts';
import { withStore } from './open.ts';

export const logVerify: Command = {
  name: 'log verify',
  summary: 'Checks the hash chain of the mutation log; fails at the first entry that was changed or removed.',
  flags: [DATA_FLAG],
  options: {},
  run: (context) =>
    withStore(context, async ({ store }) => {
      const broken = await store.verifyLog();
      context.print(broken === undefined ? 'the log is whole' : `the log is broken at entry ${broken}`, {
        whole: broken === undefined,
        ...(broken === undefined ? {} : { brokenAt: broken }),
      });
      return broken === undefined ? EXIT.ok : EXIT.failed;
    }),
};
