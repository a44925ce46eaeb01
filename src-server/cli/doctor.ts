import { type DataFolder, openDataFolder } from '../data-folder.ts';
import type { StoreInspection } from '../store/inspect.ts';
import { checkBackups } from '../upkeep/check-backups.ts';
import { checkClock } from '../upkeep/check-clock.ts';
import { checkDatabase } from '../upkeep/check-database.ts';
import { checkDisk, checkLock, checkRights } from '../upkeep/check-folder.ts';
import { judgeAccounts, judgeKeys } from '../upkeep/check-people.ts';
import { checkPostgres } from '../upkeep/check-postgres.ts';
import { checkRunning } from '../upkeep/check-running.ts';
import { type Check, examine, type Finding, fail, fine } from '../upkeep/finding.ts';
import { productVersion } from '../version.ts';
import { type Command, type CommandContext, DATA_FLAG, EXIT, textOf, UsageError } from './command.ts';
import { withAccounts } from './open.ts';

/** package.json says the same under `engines`. */
const OLDEST_NODE = [22, 18] as const;

function checkNode(): Check {
  return {
    subject: 'node',
    async run() {
      const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
      const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
      const what = `Vigie ${productVersion()} on Node ${process.versions.node}`;
      return [old ? fail('node', what, `use Node ${OLDEST_NODE.join('.')} or newer`) : fine('node', what)];
    },
  };
}

/** Keys and accounts: who can send, and who can sign in. */
function checkPeople(context: CommandContext, inspection: () => StoreInspection | undefined): Check {
  return {
    subject: 'accounts',
    async run() {
      const found = inspection();
      // Opening a damaged or newer database would only fail in other words.
      if (found?.check !== 'ok' || found.schema.unknown.length > 0) return [];
      return withAccounts(context, async ({ store, identity }) => {
        const { keys, people } = await store.read(async (tx) => ({
          keys: await tx.intakeKeys(),
          people: new Map((await tx.all('person')).map(({ id, doc }) => [id, doc])),
        }));
        const accounts = [];
        for (const { id, login } of await identity.accounts()) {
          const tokens = (await identity.tokens(id)).length;
          accounts.push({ id, login, tokens, hasPassword: await identity.hasPassword(id) });
        }
        return [...judgeKeys(keys, found.heard, context.clock.now()), ...judgeAccounts(accounts, people)];
      });
    },
  };
}

function checksOf(context: CommandContext, folder: DataFolder): Check[] {
  const { clock, values } = context;
  const { database: url } = context.settings();
  const now = () => clock.now();
  const database = url === undefined ? checkDatabase(folder, now) : checkPostgres(url, now);
  const address = textOf(values, 'url') ?? folder.readRuntime()?.url;
  return [
    checkClock(clock, () => performance.now()),
    checkRights(folder, process.getuid?.()),
    // Any number of processes may share a PostgreSQL: none of them holds the folder.
    ...(url === undefined ? [checkLock(folder)] : []),
    checkDisk(folder),
    database.check,
    checkPeople(context, database.inspection),
    checkBackups({ folder: folder.path, backups: textOf(values, 'backups'), postgres: url !== undefined, clock }),
    ...(address === undefined ? [] : [checkRunning(address, clock, productVersion())]),
  ];
}

/** The clock is begun first and judged last, so that it is watched all the while. */
const clockLast = (checks: Check[]): Check[] => [...checks.slice(1), ...checks.slice(0, 1)];

function report(findings: readonly Finding[]): string {
  const wide = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(({ check, level, what, advice }) => {
    const line = `${level.padEnd(4)}  ${check.padEnd(wide)}  ${what}`;
    return advice === undefined ? line : `${line}\n${' '.repeat(wide + 8)}→ ${advice}`;
  });
  const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length;
  const [failed, warned] = [count('fail'), count('warn')];
  const sum =
    failed + warned === 0
      ? 'all is well'
      : `${failed} ${failed === 1 ? 'failure' : 'failures'}, ${warned} ${warned === 1 ? 'warning' : 'warnings'}`;
  return [...lines, '', sum].join('\n');
}

export const doctor: Command = {
  name: 'doctor',
  summary:
    'Looks at data, disk, clock, certificate, keys, accounts and backups, and says what to do. Fails on a failure.',
  flags: [
    DATA_FLAG,
    ['--database URL', 'the PostgreSQL that the server keeps its data in (better as VIGIE_DATABASE)'],
    ['--url URL', 'an address of the server as consoles know it (what the running one says)'],
    ['--backups DIR', 'where backups are kept (what the last `vigie backup` wrote)'],
  ],
  options: { url: { type: 'string' }, backups: { type: 'string' } },
  async run(context) {
    const url = textOf(context.values, 'url');
    if (url !== undefined && !/^https?:\/\/[^/]/.test(url)) throw new UsageError(`--url: ${url} is no web address`);
    const { data } = context.settings();
    let folder: DataFolder | undefined;
    let missing: Finding | undefined;
    try {
      folder = openDataFolder(data, { create: false });
    } catch (error) {
      // The message says after its semicolon what to do.
      const [what = '', remedy = 'check --data'] = (error instanceof Error ? error.message : String(error)).split('; ');
      missing = fail('data folder', what, remedy);
    }
    const findings = await examine([checkNode(), ...(folder ? clockLast(checksOf(context, folder)) : [])]);
    if (missing) findings.push(missing);
    const ok = findings.every(({ level }) => level !== 'fail');
    context.print(report(findings), { ok, findings });
    return ok ? EXIT.ok : EXIT.failed;
  },
};
