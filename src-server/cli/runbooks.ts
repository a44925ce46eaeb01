import { randomUUID } from 'node:crypto';
import { PROCEDURE_KINDS, type ProcedureKind } from '../../src-shared/model/procedure.ts';
import {
  type ImportChoice,
  type PlannedChange,
  type PlannedState,
  usualChoice,
} from '../../src-shared/procedure/import/plan.ts';
import {
  CannotRead,
  type ImportProblem,
  type LeftOut,
  type NotUnderstood,
} from '../../src-shared/procedure/import/problem.ts';
import { carryOutImport, prepareImport } from '../import-runbooks.ts';
import { collectionAt } from '../runbook-folder.ts';
import { type Command, DATA_FLAG, EXIT, oneOf, textOf, UsageError } from './command.ts';
import { withStore } from './open.ts';

const WORDS: Readonly<Record<LeftOut | NotUnderstood, string>> = {
  notText: 'is not text',
  encoding: 'is neither UTF-8 nor UTF-16 with its byte order mark: save it as UTF-8',
  tooLarge: 'is too large (2 MB for a text, 10 MB for a picture, 256 MB for an archive)',
  tooLong: 'has more than 400,000 characters',
  tooDeep: 'lies more than 30 folders deep',
  pathTooLong: 'has a path of more than 500 characters',
  badPath: 'has a path that leads out of the collection',
  symbolicLink: 'is a link, which is not followed',
  encrypted: 'is encrypted',
  compression: 'is compressed in a way that is not read here',
  damaged: 'is damaged',
  bomb: 'unpacks to more than it says, or than is taken',
  tooMany: 'is one file too many (20,000)',
  tooMuch: 'is too much: an import reads 256 MB',
  twice: 'comes twice',
  aboutRepository: 'is about the repository',
  unreadable: 'cannot be read',
  frontMatter: 'front matter is not valid YAML and was passed over',
  frontMatterToml: 'front matter is TOML and was passed over',
  unknownOwner: 'no person and no team is called',
  unknownService: 'no service is called',
  imageMissing: 'shows a picture that is not there:',
  imageTooLarge: 'shows a picture of more than 10 MB:',
  imageType: 'shows a picture of a kind that is not shown:',
};

const told = ({ kind, path, reason, detail }: ImportProblem): string =>
  `${kind === 'leftOut' ? '✗' : '?'} ${path}: ${[WORDS[reason], detail].filter(Boolean).join(' ')}`;

const SIGN: Record<PlannedState, string> = { new: '+', same: '=', changed: '~', edited: '!', archived: 'a', gone: '-' };

const SAID: Record<PlannedState, string> = {
  new: 'new',
  changed: 'changed',
  same: 'the same',
  edited: 'edited here',
  archived: 'archived here',
  gone: 'gone',
};

const KINDS = PROCEDURE_KINDS.filter(
  (kind): kind is Exclude<ProcedureKind, 'incidentPhase'> => kind !== 'incidentPhase',
);

function counted(changes: readonly PlannedChange[]): string {
  return Object.entries(SAID)
    .map(([state, word]) => `${changes.filter((one) => one.state === state).length} ${word}`)
    .join(', ');
}

export const runbooksImport: Command = {
  name: 'runbooks import',
  args: 'DIR|ZIP|TAR.GZ',
  summary: 'Imports a folder or an archive of Markdown; also while the server runs. What was edited here stays.',
  flags: [
    DATA_FLAG,
    ['--collection NAME', 'what the collection is called: the same name finds the same runbooks again (its folder)'],
    ['--kind KIND', `${KINDS.join(', ')} (runbook)`],
    ['--tag TAG', 'put on everything that is new; may be repeated'],
    ['--merge', 'where a file and the runbook have changed and the changes go together, bring them together'],
    ['--archive-gone', 'archive the runbooks whose file is gone'],
    ['--dry-run', 'show what would be done, and do nothing'],
  ],
  options: {
    collection: { type: 'string' },
    kind: { type: 'string' },
    tag: { type: 'string', multiple: true },
    merge: { type: 'boolean' },
    'archive-gone': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  },
  positionals: 1,
  run(context) {
    const { values } = context;
    const [given] = context.positionals;
    if (given === undefined) throw new UsageError('DIR|ZIP|TAR.GZ is missing');
    const kind = oneOf('--kind', textOf(values, 'kind') ?? 'runbook', KINDS);
    const tags = [values.tag ?? []].flat().map(String);
    const choice = (change: PlannedChange): ImportChoice => {
      if (change.state === 'edited' && change.merged && values.merge) return 'merge';
      if (change.state === 'gone' && values['archive-gone']) return 'archive';
      return usualChoice(change);
    };
    const source = () => {
      try {
        return collectionAt(given);
      } catch (error) {
        if (error instanceof CannotRead) throw new Error(`${given} ${WORDS[error.reason]} ${error.message}`.trim());
        throw error;
      }
    };
    const { name, entries } = source();
    const collection = (textOf(values, 'collection') ?? name).trim().slice(0, 300);
    if (collection === '') throw new UsageError('--collection is missing');
    return withStore(context, async ({ store }) => {
      const prepared = await prepareImport(store, collection, entries);
      const { changes, read } = prepared;
      const isDry = values['dry-run'] === true;
      const quota = context.settings().filesQuota * 1e6;
      const result = isDry
        ? { done: [], refused: [] }
        : await carryOutImport(store, context.clock, prepared, {
            collection,
            kind,
            tags,
            choice,
            quota,
            id: `runbooks:${randomUUID()}`,
          });
      const listed = changes.filter(({ state }) => state !== 'same' && (isDry || usualChoice({ state }) === 'skip'));
      const lines = [
        ...listed.map((one) => `${SIGN[one.state]} ${one.path}  ${one.title}: ${SAID[one.state]}`),
        ...result.refused.map(({ change, reason }) => `✗ ${change.path}: refused (${reason})`),
        ...read.problems.map(told),
        `${collection}: ${counted(changes)}; pictures: ${read.images.size}, other files passed over: ${read.passedOver}`,
        isDry ? 'Nothing was written.' : `${result.done.length} written.`,
      ];
      context.print(lines.join('\n'), {
        collection,
        changes: changes.map(({ id, path, state }) => ({ id, path, state })),
        problems: read.problems,
        written: result.done.map(({ id }) => id),
        refused: result.refused.map(({ change, reason }) => ({ id: change.id, reason })),
      });
      return result.refused.length > 0 ? EXIT.failed : EXIT.ok;
    });
  },
};
