import { isoInstant } from '../../src-shared/time/clock.ts';
import type { Identity } from '../identity/identity.ts';
import { type Command, DATA_FLAG, EXIT, needed, textOf, UsageError } from './command.ts';
import { withAccounts } from './open.ts';

async function accountOf(identity: Identity, user: string) {
  const account = await identity.find(user);
  if (!account) throw new Error(`there is no user ${user}; add one with: vigie user add`);
  return account;
}

export const tokenCreate: Command = {
  name: 'token create',
  summary: 'Prints a new bearer token alone. It is shown this once.',
  flags: [DATA_FLAG, ['--user LOGIN', 'whose token'], ['--name NAME', 'the device or purpose (cli)']],
  options: { user: { type: 'string' }, name: { type: 'string' } },
  run: (context) =>
    withAccounts(context, async ({ identity, store }) => {
      const account = await accountOf(identity, needed(context.values, 'user'));
      const person = await store.read((tx) => tx.get('person', account.id));
      if (!person || person.disabled) throw new Error(`${account.login} is disabled`);
      const { id, token } = await identity.createToken(account.id, textOf(context.values, 'name') ?? 'cli');
      context.print(token, { id, token, user: account.login });
      return EXIT.ok;
    }),
};

export const tokenList: Command = {
  name: 'token list',
  summary: "Lists a user's tokens, never the tokens themselves.",
  flags: [DATA_FLAG, ['--user LOGIN', 'whose tokens']],
  options: { user: { type: 'string' } },
  run: (context) =>
    withAccounts(context, async ({ identity }) => {
      const tokens = await identity.tokens((await accountOf(identity, needed(context.values, 'user'))).id);
      context.print(tokens.map((one) => `${one.id}\t${isoInstant(one.createdAt)}\t${one.name}`).join('\n'), tokens);
      return EXIT.ok;
    }),
};

export const tokenRevoke: Command = {
  name: 'token revoke',
  args: 'ID',
  summary: 'Revokes a token; a running server honours it for at most five seconds more.',
  flags: [DATA_FLAG],
  options: {},
  positionals: 1,
  run: (context) =>
    withAccounts(context, async ({ identity }) => {
      const [id] = context.positionals;
      if (id === undefined) throw new UsageError('ID is missing; see: vigie token list');
      if (!(await identity.revokeToken(id))) throw new Error(`there is no token ${id}`);
      context.print(`token ${id} revoked`, { id });
      return EXIT.ok;
    }),
};
