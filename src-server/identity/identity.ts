import { randomBytes, randomUUID } from 'node:crypto';
import { apiKey, defaultKeyHasher } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { z } from 'zod';
import type { Clock, Instant, Millis } from '../../src-shared/time/clock.ts';
import { dateOf, MINUTE, SECOND } from '../../src-shared/time/clock.ts';

export interface Account {
  /** Also the id of the person's record. */
  id: string;
  login: string;
  name: string;
  /** Absent for an account made without one. */
  email?: string;
}

interface TokenInfo {
  id: string;
  person: string;
  /** The device or purpose it was made for. */
  name: string;
  createdAt: Instant;
  lastUsedAt?: Instant;
}

/** Accounts, passwords and bearer tokens. Tokens are kept as hashes; what a person may do is in their record. */
export interface Identity {
  accounts(): Promise<Account[]>;
  /** By login or e-mail address, without regard to case. */
  find(user: string): Promise<Account | undefined>;
  /** Without a password the account has tokens alone. Throws when login or address is taken. */
  add(wanted: { login: string; name: string; email?: string; password?: string }): Promise<Account>;
  setPassword(person: string, password: string): Promise<void>;
  /** The account, when the password is its own. Takes the same time whether the user exists or not. */
  checkPassword(user: string, password: string): Promise<Account | undefined>;
  hasPassword(person: string): Promise<boolean>;
  createToken(person: string, name: string): Promise<{ id: string; token: string }>;
  tokens(person: string): Promise<TokenInfo[]>;
  /** False when there is no such token. */
  revokeToken(id: string): Promise<boolean>;
  /** Who bears the token. Over SQLite, one revoked by another process may be honoured for a few seconds more. */
  verify(token: string): Promise<{ person: string; tokenId: string } | undefined>;
  onRevoked(listener: (tokenId: string) => void): () => void;
  close(): Promise<void>;
}

/** What only accounts in one file can do. */
export interface SqliteIdentity extends Identity {
  /** The whole file as bytes, for a backup. */
  image(): Uint8Array;
}

/** Other processes over the same accounts. */
interface Others {
  /** Whether what they revoke now will be heard of. */
  hears(): boolean;
  tell(tokenId: string): Promise<void>;
  listen(revoked: (tokenId: string) => void, missed: () => void): void;
}

/** Where accounts are kept. */
interface IdentityDatabase {
  db: Kysely<unknown>;
  type: 'sqlite' | 'postgres';
  clock: Clock;
  /** Makes sure that no other process makes the tables meanwhile. */
  prepare?<T>(run: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
  others?: Others;
}

/** How long a checked token is taken for good. */
const TRUST: Millis = 5 * SECOND;
/** The use of a token is written down this often at most. */
const USE_NOTED_EVERY: Millis = MINUTE;
const CACHED_TOKENS = 10_000;
/** RFC 2606: such an address reaches nobody. */
const NO_MAIL = '@no-mail.invalid';

const userRow = z.object({ id: z.string(), login: z.string(), name: z.string(), email: z.string() });
const tokenRow = z.object({
  id: z.string(),
  referenceId: z.string(),
  name: z.string().nullish(),
  createdAt: z.coerce.date(),
  lastRequest: z.coerce.date().nullish(),
});
const bearerRow = tokenRow.extend({
  enabled: z.coerce.boolean().nullish(),
  expiresAt: z.coerce.date().nullish(),
});

function toAccount(row: unknown): Account {
  const { id, login, name, email } = userRow.parse(row);
  return { id, login, name, ...(email.endsWith(NO_MAIL) ? {} : { email }) };
}

function configure(db: Kysely<unknown>, type: IdentityDatabase['type']) {
  return betterAuth({
    database: { db, type },
    // Nothing signed outlives the process: there are no cookies, and tokens are looked up by their hash.
    secret: randomBytes(32).toString('hex'),
    baseURL: 'http://127.0.0.1',
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: { additionalFields: { login: { type: 'string', required: true, unique: true, input: false } } },
    plugins: [apiKey({ defaultPrefix: 'vigie_', rateLimit: { enabled: false }, requireName: true })],
  });
}

/** Opens (and migrates) the accounts in their own SQLite file, so that hashing a password holds no store commit. */
export async function createIdentity(deps: { file: string; clock: Clock }): Promise<SqliteIdentity> {
  const file = new Database(deps.file, { timeout: 5_000 });
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: file }) });
  const identity = await createIdentityOver({
    db,
    type: 'sqlite',
    clock: deps.clock,
    async close() {
      file.close();
    },
  });
  return { ...identity, image: () => file.serialize() };
}

/** The accounts in any database, which is migrated first. */
export async function createIdentityOver(deps: IdentityDatabase): Promise<Identity> {
  const { others } = deps;
  const auth = configure(deps.db, deps.type);
  const makeTables = async () => (await getMigrations(auth.options)).runMigrations();
  await (deps.prepare ? deps.prepare(makeTables) : makeTables());
  const context = await auth.$context;
  const { adapter, internalAdapter, password: passwords } = context;
  /** Compared with when the user is unknown, so that the answer takes as long. */
  const decoy = await passwords.hash(randomUUID());

  const trusted = new Map<string, { person: string; tokenId: string; until: Instant }>();
  const listeners = new Set<(tokenId: string) => void>();
  const forget = (tokenId: string) => {
    for (const [token, known] of trusted) if (known.tokenId === tokenId) trusted.delete(token);
    for (const listener of listeners) listener(tokenId);
  };
  others?.listen(forget, () => trusted.clear());

  const accounts = async () =>
    (
      await adapter.findMany<unknown>({
        model: 'user',
        sortBy: { field: 'createdAt', direction: 'asc' },
        limit: 10_000,
      })
    ).map(toAccount);
  const find = async (user: string) => {
    const wanted = user.trim().toLowerCase();
    const own = (field: 'login' | 'email') =>
      adapter.findOne<unknown>({ model: 'user', where: [{ field, value: wanted }] });
    const row = (await own('login')) ?? (await own('email'));
    return row ? toAccount(row) : undefined;
  };

  /**
   * Looked up here: the plugin's own check writes at each use, and takes a failure to write for a wrong token. With a
   * full disk that would sign everybody out.
   */
  const tokenOf = async (token: string, now: Instant) => {
    const where = [{ field: 'key', value: await defaultKeyHasher(token) }];
    const found = bearerRow.safeParse(await adapter.findOne<unknown>({ model: 'apikey', where }));
    if (!found.success) return undefined;
    const { id, enabled, expiresAt, lastRequest } = found.data;
    if (enabled === false || (expiresAt && expiresAt.getTime() <= now)) return undefined;
    if (!lastRequest || Math.abs(now - lastRequest.getTime()) >= USE_NOTED_EVERY) {
      const update = { lastRequest: dateOf(now) };
      await adapter.update({ model: 'apikey', where: [{ field: 'id', value: id }], update }).catch(() => undefined);
    }
    return found.data;
  };

  return {
    accounts,
    find,
    async add({ login, name, email, password }) {
      const wanted = login.trim().toLowerCase();
      const address = email?.trim().toLowerCase() ?? `${randomUUID()}${NO_MAIL}`;
      if ((await find(wanted)) || (await find(address))) throw new Error(`user ${login} exists already`);
      const made = await internalAdapter.createUser(
        { email: address, name, login: wanted, emailVerified: true },
        { method: 'email-password' },
      );
      await internalAdapter.linkAccount({
        userId: made.id,
        providerId: 'credential',
        accountId: made.id,
        ...(password === undefined ? {} : { password: await passwords.hash(password) }),
      });
      return { id: made.id, login: wanted, name, ...(email === undefined ? {} : { email: address }) };
    },
    async setPassword(person, password) {
      await internalAdapter.updatePassword(person, await passwords.hash(password));
    },
    async checkPassword(user, password) {
      const account = await find(user);
      const owned = account ? await internalAdapter.findAccounts(account.id) : [];
      const hash = owned.find((one) => one.providerId === 'credential')?.password;
      const matches = await passwords.verify({ hash: hash ?? decoy, password });
      return hash && matches ? account : undefined;
    },
    async hasPassword(person) {
      const owned = await internalAdapter.findAccounts(person);
      return owned.some((one) => one.providerId === 'credential' && Boolean(one.password));
    },
    async createToken(person, name) {
      const made = await auth.api.createApiKey({ body: { userId: person, name: name.slice(0, 32) || 'token' } });
      return { id: made.id, token: made.key };
    },
    async tokens(person) {
      const rows = await adapter.findMany<unknown>({
        model: 'apikey',
        where: [{ field: 'referenceId', value: person }],
        limit: 1_000,
      });
      return rows.map((row) => {
        const { id, referenceId, name, createdAt, lastRequest } = tokenRow.parse(row);
        return {
          id,
          person: referenceId,
          name: name ?? '',
          createdAt: createdAt.getTime(),
          ...(lastRequest ? { lastUsedAt: lastRequest.getTime() } : {}),
        };
      });
    },
    async revokeToken(id) {
      const removed = await adapter.deleteMany({ model: 'apikey', where: [{ field: 'id', value: id }] });
      forget(id);
      // It is gone whoever hears of it; whoever does not trusts it for a few seconds more.
      await others?.tell(id).catch(() => undefined);
      return removed > 0;
    },
    async verify(token) {
      const now = deps.clock.now();
      const known = trusted.get(token);
      // A clock that was set back does not lengthen the trust.
      if (known && now < known.until && known.until - now <= TRUST && (others?.hears() ?? true))
        return { person: known.person, tokenId: known.tokenId };
      if (!token.startsWith('vigie_') || token.length > 200) return undefined;
      const key = await tokenOf(token, now);
      if (!key) {
        if (known) for (const listener of listeners) listener(known.tokenId);
        trusted.delete(token);
        return undefined;
      }
      if (trusted.size >= CACHED_TOKENS) trusted.clear();
      trusted.set(token, { person: key.referenceId, tokenId: key.id, until: now + TRUST });
      return { person: key.referenceId, tokenId: key.id };
    },
    onRevoked(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: deps.close,
  };
}
