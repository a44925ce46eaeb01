import { randomUUID } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { type Pack, packSchema } from '../../src-shared/model/pack.ts';
import { type PackDifference, packDiff } from '../../src-shared/procedure/pack-diff.ts';
import { PACK_BYTES, readPackText } from '../../src-shared/procedure/pack-file.ts';
import { diffRows } from '../../src-shared/procedure/text-diff.ts';
import { packOf } from '../../src-shared/procedure/to-pack.ts';
import { importPack, packedRecords } from '../pack.ts';
import type { Store } from '../store/store.ts';
import { type Command, type CommandContext, DATA_FLAG, EXIT, textOf, UsageError } from './command.ts';
import { withStore } from './open.ts';

function fileOf(context: CommandContext): string {
  const [file] = context.positionals;
  if (file === undefined) throw new UsageError('FILE is missing');
  return file;
}

/** Reads a pack file, or says in words what is wrong with it and where. */
function readPackFile(file: string): Pack {
  const { size } = statSync(file);
  if (size > PACK_BYTES.file) throw new Error(`${file} is larger than ${PACK_BYTES.file / 1e6} MB`);
  const read = readPackText(readFileSync(file, 'utf8'));
  if (read.ok) return read.value;
  const wrong = read.error;
  const more = wrong.length > 10 ? [`and ${wrong.length - 10} more`] : [];
  throw new Error([`${file} is no content pack:`, ...wrong.slice(0, 10), ...more].join('\n  '));
}

const SIGN: Record<PackDifference['state'], string> = { new: '+', same: '=', update: '~', edited: '!' };

/** One line of a text: in both, here alone, in the pack alone. */
interface Line {
  side: 'both' | 'ours' | 'pack';
  text: string;
}

const SIDE = { same: 'both', removed: 'ours', added: 'pack' } as const;

/** The difference by lines, as it is printed. */
function byLines({ texts, ...difference }: PackDifference) {
  const rows = texts ? diffRows(texts.ours, texts.pack, Number.POSITIVE_INFINITY) : [];
  const lines = rows.flatMap((row): Line[] => {
    if (row.kind === 'skipped') return [];
    const text = row.kind === 'same' ? row.text : row.pieces.map((piece) => piece.text).join('');
    return [{ side: SIDE[row.kind], text }];
  });
  return { ...difference, lines };
}

function told({ state, collection, id, title, lines }: ReturnType<typeof byLines>): string {
  const changed = lines.filter(({ side }) => side !== 'both');
  const text = changed.map(({ side, text }) => `      ${side === 'ours' ? '-' : '+'} ${text}`);
  return [`${SIGN[state]} ${collection} ${id}  ${title}`, ...text].join('\n');
}

function counted(differences: readonly PackDifference[]): string {
  const count = (state: PackDifference['state']) => differences.filter((one) => one.state === state).length;
  return `${count('new')} new, ${count('update')} to update, ${count('edited')} edited here, ${count('same')} the same`;
}

/** Reads the pack file and compares it with what is here. */
function withPack(
  context: CommandContext,
  work: (pack: Pack, differences: PackDifference[], store: Store) => Promise<number>,
): Promise<number> {
  const pack = readPackFile(fileOf(context));
  return withStore(context, async ({ store }) => work(pack, packDiff(pack, await packedRecords(store)), store));
}

export const packImport: Command = {
  name: 'pack import',
  args: 'FILE',
  summary: 'Loads a content pack; also while the server runs. What people have edited stays as it is.',
  flags: [DATA_FLAG],
  options: {},
  positionals: 1,
  run: (context) =>
    withPack(context, async (pack, before, store) => {
      await importPack(store, context.clock, pack, `pack:${randomUUID()}`);
      const edited = before.filter(({ state }) => state === 'edited');
      const kept = edited.map(({ collection, id, title }) => `! ${collection} ${id}  ${title}: edited here, kept`);
      context.print([`${pack.id}@${pack.version}: ${counted(before)}`, ...kept].join('\n'), {
        pack: `${pack.id}@${pack.version}`,
        kept: edited.map(({ collection, id }) => ({ collection, id })),
      });
      return EXIT.ok;
    }),
};

export const packDiffCommand: Command = {
  name: 'pack diff',
  args: 'FILE',
  summary: 'Shows what loading a content pack would write, and what of it was edited here. Changes nothing.',
  flags: [DATA_FLAG],
  options: {},
  positionals: 1,
  run: (context) =>
    withPack(context, async (_, differences) => {
      const lined = differences.map(byLines);
      const shown = lined.filter(({ state }) => state !== 'same');
      context.print([...shown.map(told), counted(differences)].join('\n'), lined);
      return EXIT.ok;
    }),
};

export const packExport: Command = {
  name: 'pack export',
  args: 'FILE',
  summary: 'Writes teams, targets, calendars, rules, procedures, plans and backups as a content pack, as they are now.',
  flags: [
    DATA_FLAG,
    ['--id ID', 'what the pack is called (team)'],
    ['--title TITLE', 'its title (the id)'],
    ['--pack-version N.N.N', 'its version (1.0.0)'],
  ],
  options: { id: { type: 'string' }, title: { type: 'string' }, 'pack-version': { type: 'string' } },
  positionals: 1,
  run(context) {
    const file = fileOf(context);
    const id = textOf(context.values, 'id') ?? 'team';
    return withStore(context, async ({ store }) => {
      const named = {
        id,
        title: textOf(context.values, 'title') ?? id,
        version: textOf(context.values, 'pack-version') ?? '1.0.0',
      };
      const pack = packSchema.safeParse(packOf(named, await packedRecords(store)));
      if (!pack.success) {
        const [issue] = pack.error.issues;
        throw new UsageError(`${issue?.path.join('.')}: ${issue?.message}`);
      }
      writeFileSync(file, `${JSON.stringify(pack.data, null, 2)}\n`);
      context.print(`${pack.data.procedures.length} procedures written to ${file}`, {
        file,
        procedures: pack.data.procedures.length,
      });
      return EXIT.ok;
    });
  },
};
