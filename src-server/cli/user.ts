import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { ROLES } from '../../src-shared/model/person.ts';
import { ensureAccount } from '../identity/accounts.ts';
import { type Command, DATA_FLAG, EXIT, oneOf, textOf, UsageError, type Values } from './command.ts';
import { withAccounts } from './open.ts';

const SHORTEST_PASSWORD = 10;

async function passwordFromStdin(): Promise<string> {
  const password = (await text(process.stdin)).split(/\r?\n/, 1)[0] ?? '';
  if (password.length < SHORTEST_PASSWORD) {
    throw new UsageError(`the password must have ${SHORTEST_PASSWORD} characters or more`);
  }
  return password;
}

/** 120 bits in letters and digits that are easy to type. */
const generatedPassword = () => randomBytes(15).toString('base64url');

async function wantedPassword(values: Values): Promise<{ password?: string; generated: boolean }> {
  if (values['no-password']) return { generated: false };
  if (values['password-stdin']) return { password: await passwordFromStdin(), generated: false };
  return { password: generatedPassword(), generated: true };
}

function loginOf(positionals: string[]): string {
  const [login] = positionals;
  if (login === undefined) throw new UsageError('LOGIN is missing');
  if (!/^[\p{L}\p{N}._@+-]{1,120}$/u.test(login)) {
    throw new UsageError(`LOGIN: ${login} may hold letters, digits and . _ @ + - only; the full name goes to --name`);
  }
  return login;
}

export const userAdd: Command = {
  name: 'user add',
  args: 'LOGIN',
  summary: 'Adds an account. Without a password flag one is made and printed, this once.',
  flags: [
    DATA_FLAG,
    ['--name NAME', 'full name (the login)'],
    ['--role ROLE', 'viewer, responder, lead or admin (responder)'],
    ['--email ADDRESS', 'e-mail address; one may sign in with it'],
    ['--password-stdin', 'read the password from standard input'],
    ['--no-password', 'no sign-in by password; tokens alone'],
    ['--if-missing', 'succeed quietly when the account exists'],
  ],
  options: {
    name: { type: 'string' },
    role: { type: 'string' },
    email: { type: 'string' },
    'password-stdin': { type: 'boolean' },
    'no-password': { type: 'boolean' },
    'if-missing': { type: 'boolean' },
  },
  positionals: 1,
  async run(context) {
    const { values } = context;
    const login = loginOf(context.positionals);
    const role = oneOf('--role', textOf(values, 'role') ?? 'responder', ROLES);
    const email = textOf(values, 'email');
    if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email))
      throw new UsageError(`--email: ${email} is no address`);
    const name = textOf(values, 'name')?.trim() || login;
    return withAccounts(
      context,
      async ({ identity, store }) => {
        if (!values['if-missing'] && (await identity.find(login))) {
          throw new Error(`user ${login} exists already`);
        }
        const { password, generated } = await wantedPassword(values);
        const wanted = { login, name, role, email, password };
        const { account, made } = await ensureAccount({ identity, store, clock: context.clock }, wanted);
        if (!made) {
          context.print(`user ${account.login} exists already`, { ...account, made });
          return EXIT.ok;
        }
        context.print(
          generated ? `user ${account.login} added; password: ${password}` : `user ${account.login} added`,
          { ...account, role, made, ...(generated ? { password } : {}) },
        );
        return EXIT.ok;
      },
      { create: true },
    );
  },
};

export const userList: Command = {
  name: 'user list',
  summary: 'Lists the accounts.',
  flags: [DATA_FLAG],
  options: {},
  run: (context) =>
    withAccounts(context, async ({ identity, store }) => {
      const people = new Map((await store.read((tx) => tx.all('person'))).map(({ id, doc }) => [id, doc]));
      const users = (await identity.accounts()).map((account) => {
        const person = people.get(account.id);
        return {
          ...account,
          name: person?.name ?? account.name,
          role: person?.role,
          disabled: person?.disabled ?? false,
        };
      });
      const lines = users.map((one) =>
        [one.login, one.role ?? '-', one.name, one.disabled ? 'disabled' : ''].join('\t').trimEnd(),
      );
      context.print(lines.join('\n') || 'no accounts yet', users);
      return EXIT.ok;
    }),
};

export const userPassword: Command = {
  name: 'user password',
  args: 'LOGIN',
  summary:
    'Sets a new password: from standard input, or made and printed, this once. Signs the account out everywhere.',
  flags: [
    DATA_FLAG,
    ['--password-stdin', 'read the password from standard input'],
    ['--keep-sessions', 'leave consoles and tokens signed in'],
  ],
  options: { 'password-stdin': { type: 'boolean' }, 'keep-sessions': { type: 'boolean' } },
  positionals: 1,
  async run(context) {
    const login = loginOf(context.positionals);
    return withAccounts(context, async ({ identity }) => {
      const account = await identity.find(login);
      if (!account) throw new Error(`there is no user ${login}`);
      const { password = generatedPassword(), generated } = await wantedPassword(context.values);
      await identity.setPassword(account.id, password);
      // Whoever knew the old password may hold a token that it gave.
      const tokens = context.values['keep-sessions'] ? [] : await identity.tokens(account.id);
      for (const { id } of tokens) await identity.revokeToken(id);
      const ended = tokens.length > 0 ? `; signed out of ${tokens.length} sessions` : '';
      const said = generated ? `password of ${account.login}: ${password}` : `password of ${account.login} changed`;
      context.print(said + ended, {
        login: account.login,
        revoked: tokens.length,
        ...(generated ? { password } : {}),
      });
      return EXIT.ok;
    });
  },
};
