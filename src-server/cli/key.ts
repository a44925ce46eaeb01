import { KEY_SOURCES, keyNameSchema } from '../../src-shared/contract/http.ts';
import { isoInstant } from '../../src-shared/time/clock.ts';
import { createIntakeKey, revokeIntakeKey } from '../intake/keys.ts';
import { type Command, DATA_FLAG, EXIT, needed, oneOf, textOf, UsageError } from './command.ts';
import { withStore } from './open.ts';

export const keyCreate: Command = {
  name: 'key create',
  summary: 'Prints a new intake key alone; also while the server runs. It is shown this once.',
  flags: [
    DATA_FLAG,
    ['--source SOURCE', `who sends with it: ${KEY_SOURCES.join(', ')}`],
    ['--name NAME', 'the sender as incidents name it (the source)'],
    ['--mapping ID', 'with --source custom: the mapping that reads it'],
  ],
  options: { source: { type: 'string' }, name: { type: 'string' }, mapping: { type: 'string' } },
  async run(context) {
    const source = oneOf('--source', needed(context.values, 'source'), KEY_SOURCES);
    const given = textOf(context.values, 'name')?.trim() || undefined;
    const name = keyNameSchema.optional().safeParse(given);
    if (!name.success) throw new UsageError(`--name: ${name.error.issues[0]?.message ?? 'is no name'}`);
    return withStore(context, async ({ store }) => {
      const mapping = textOf(context.values, 'mapping');
      const made = await createIntakeKey({ store, clock: context.clock }, { source, name: name.data, mapping });
      context.print(made.key, { id: made.id, key: made.key, source, name: made.name });
      return EXIT.ok;
    });
  },
};

export const keyList: Command = {
  name: 'key list',
  summary: 'Lists the intake keys, never the keys themselves.',
  flags: [DATA_FLAG],
  options: {},
  run: (context) =>
    withStore(context, async ({ store }) => {
      const keys = (await store.read((tx) => tx.intakeKeys())).map(({ hash: _, ...one }) => one);
      const lines = keys.map((one) =>
        [one.id, one.source, one.name, `${one.start}…`, isoInstant(one.createdAt), one.revokedAt ? 'revoked' : '']
          .join('\t')
          .trimEnd(),
      );
      context.print(lines.join('\n') || 'no keys yet', keys);
      return EXIT.ok;
    }),
};

export const keyRevoke: Command = {
  name: 'key revoke',
  args: 'ID|NAME',
  summary: 'Revokes an intake key at once.',
  flags: [DATA_FLAG],
  options: {},
  positionals: 1,
  run: (context) =>
    withStore(context, async ({ store }) => {
      const [which] = context.positionals;
      if (which === undefined) throw new UsageError('ID or NAME is missing; see: vigie key list');
      if (!(await revokeIntakeKey({ store, clock: context.clock }, which))) throw new Error(`there is no key ${which}`);
      context.print(`key ${which} revoked`, { key: which });
      return EXIT.ok;
    }),
};
