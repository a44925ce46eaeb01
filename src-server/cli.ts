import { parseArgs } from 'node:util';
import { systemClock } from '../src-shared/time/clock.ts';
import { backup, restore } from './cli/backup.ts';
import {
  type Command,
  type CommandContext,
  EXIT,
  SETTING_OPTIONS,
  settingFlags,
  textOf,
  UsageError,
} from './cli/command.ts';
import { doctor } from './cli/doctor.ts';
import { epochRenew } from './cli/epoch.ts';
import { keyCreate, keyList, keyRevoke } from './cli/key.ts';
import { logVerify } from './cli/log.ts';
import { migrate } from './cli/migrate.ts';
import { packDiffCommand, packExport, packImport } from './cli/pack.ts';
import { runbooksImport } from './cli/runbooks.ts';
import { serve } from './cli/serve.ts';
import { simulateAlert } from './cli/simulate.ts';
import { tokenCreate, tokenList, tokenRevoke } from './cli/token.ts';
import { userAdd, userList, userPassword } from './cli/user.ts';
import { loadSettings, SettingsError } from './config.ts';
import { FolderLocked } from './data-folder.ts';
import { ConnectionLost, storageProblem } from './store/failure.ts';
import { productVersion } from './version.ts';

const COMMANDS: readonly Command[] = [
  serve,
  userAdd,
  userList,
  userPassword,
  tokenCreate,
  tokenList,
  tokenRevoke,
  keyCreate,
  keyList,
  keyRevoke,
  simulateAlert,
  packImport,
  packExport,
  packDiffCommand,
  runbooksImport,
  backup,
  restore,
  migrate,
  epochRenew,
  logVerify,
  doctor,
];

const GLOBAL = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

const EXIT_CODES = 'Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 the data folder is in use.';

function overview(): string {
  const rows = COMMANDS.map(({ name, args, summary }) => [[name, args].filter(Boolean).join(' '), summary] as const);
  return `Usage: vigie COMMAND [flags]\n\n${table(rows)}\n\nvigie COMMAND --help tells a command's flags; --json makes it print JSON.\n${EXIT_CODES}`;
}

function helpOf(command: Command): string {
  const usage = ['vigie', command.name, command.args, '[flags]'].filter(Boolean).join(' ');
  const flags = [...command.flags, ['--json', 'print JSON'], ['--help', 'this text']] as [string, string][];
  return `Usage: ${usage}\n\n${command.summary}\n\n${table(flags)}\n\n${EXIT_CODES}`;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The command whose words begin the arguments, longest first. */
function find(args: readonly string[]): Command | undefined {
  const words = args.slice(0, 2).join(' ');
  return COMMANDS.find(({ name }) => name === words) ?? COMMANDS.find(({ name }) => name === args[0]);
}

async function runCommand(command: Command, args: string[]): Promise<number> {
  const wordCount = command.name.split(' ').length;
  const { values, positionals } = parseArgs({
    args: args.slice(wordCount),
    options: { ...SETTING_OPTIONS, ...command.options, ...GLOBAL },
    allowPositionals: true,
  });
  if (values.help) {
    say(helpOf(command));
    return EXIT.ok;
  }
  if (positionals.length > (command.positionals ?? 0)) {
    throw new UsageError(`unexpected argument: ${positionals[command.positionals ?? 0]}`);
  }
  const context: CommandContext = {
    values,
    positionals,
    env: process.env,
    clock: systemClock,
    settings: () => loadSettings({ flags: settingFlags(values), env: process.env, file: textOf(values, 'config') }),
    print: (text, json) => say(values.json ? JSON.stringify(json) : text),
  };
  return command.run(context);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof FolderLocked) return EXIT.locked;
  const badFlag = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return badFlag || error instanceof UsageError || error instanceof SettingsError ? EXIT.usage : EXIT.failed;
}

const textOfError = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What whoever runs the server can do about its storage. */
function storageMessage(error: unknown): string | undefined {
  switch (storageProblem(error)) {
    case 'full':
      return 'the disk of the data folder is full; nothing was changed';
    case 'damaged':
      return (
        `the database is damaged (${textOfError(error)}); stop the server and restore a backup with: ` +
        'vigie restore --from FILE (what is there is set aside, not deleted)'
      );
    case 'unavailable':
      if (error instanceof ConnectionLost) return error.message;
      return `the database in the data folder cannot be used: ${textOfError(error)}`;
    default:
      return undefined;
  }
}

async function main(args: string[]): Promise<number> {
  const command = find(args);
  if (!command) {
    if (args.includes('--version')) {
      say(productVersion());
      return EXIT.ok;
    }
    const asked = args.length === 0 || args.includes('--help') || args.includes('-h');
    if (asked) say(overview());
    else process.stderr.write(`vigie: no such command: ${args.slice(0, 2).join(' ')}\n\n${overview()}\n`);
    return asked && args.length > 0 ? EXIT.ok : EXIT.usage;
  }
  try {
    return await runCommand(command, args);
  } catch (error) {
    const code = exitCodeOf(error);
    const hint = code === EXIT.usage ? `\nSee: vigie ${command.name} --help` : '';
    process.stderr.write(`vigie: ${storageMessage(error) ?? textOfError(error)}${hint}\n`);
    return code;
  }
}

process.exitCode = await main(process.argv.slice(2));
