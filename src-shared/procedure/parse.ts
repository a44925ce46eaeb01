import type { Code, Heading, List, ListItem, Nodes, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import { type StepProblem, splitAttributes, stepKindOf } from './attributes.ts';
import { behindList, isAside, isNumbered, isStepHeading, isTyped, numberedAttributes } from './numbered.ts';
import { tooCostly } from './parse-cost.ts';
import type { Step } from './step.ts';

/** A stretch of a procedure: text to read, or a step. In the order of the text. */
export type Block = { kind: 'prose'; markdown: string; line: number } | { kind: 'step'; step: Step };

export interface ParsedProcedure {
  blocks: readonly Block[];
  steps: readonly Step[];
  /** `[name]: address` and footnotes: what a block that is shown alone may refer to. */
  definitions: string;
  problems: readonly { line: number; problem: StepProblem }[];
}

const ID = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,119}$/u;

/** An id from a step's words: `Vérifier l'uptime` is `verifier-l-uptime`. */
export function slugOf(text: string): string {
  const slug = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug || 'step';
}

/**
 * Blocks alone: what stands inside of lines is not looked at here, and on a hostile text it takes time that grows with
 * the square of its length.
 */
const BLOCKS = {
  extensions: [
    gfmTaskListItem(),
    {
      disable: {
        null: [
          'attention',
          'autolink',
          'characterEscape',
          'characterReference',
          'codeText',
          'hardBreakEscape',
          'htmlText',
          'labelEnd',
          'labelStartImage',
          'labelStartLink',
        ],
      },
    },
  ],
  mdastExtensions: [gfmTaskListItemFromMarkdown()],
};
const LINK =
  /\[[^\]\n]{0,500}\]\(<?(https?:\/\/[^\s()<>]{1,2000})>?[^)\n]{0,200}\)|<(https?:\/\/[^\s<>]{1,2000})>|(https?:\/\/[^\s()<>]{1,2000})/;
/** A numbered item that says what to type and nothing else. */
const CODE_ALONE = /^`([^`\n]{1,4000})`[.;]?$/;
const CODE = /(`{1,3})(?!`)([^`\n]{1,4000})\1(?!`)/;

const offsets = (node: Nodes) => ({
  from: node.position?.start.offset ?? 0,
  to: node.position?.end.offset ?? 0,
  line: node.position?.start.line ?? 1,
  column: node.position?.start.column ?? 1,
});

/** Lines of a list item stand as far in as its text: out there they stand at the edge. */
function dedent(text: string, column: number): string {
  const blank = new RegExp(`^[ \\t]{0,${column - 1}}`);
  return text
    .split('\n')
    .map((line, at) => (at === 0 ? line : line.replace(blank, '')))
    .join('\n');
}

function firstOf<T>(node: Nodes, find: (node: Nodes) => T | undefined): T | undefined {
  const here = find(node);
  if (here !== undefined || !('children' in node)) return here;
  for (const child of node.children) {
    const found = firstOf(child, find);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A footnote of several words is a paragraph to the parser, which knows CommonMark's definitions alone. */
const FOOTNOTE = /^\[\^[^\]\s]{1,200}\]:/;
const isDefinition = (node: RootContent, body: string) =>
  node.type === 'definition' ||
  (node.type === 'paragraph' && FOOTNOTE.test(body.slice(offsets(node).from, offsets(node).to)));

const oneLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join(' ');

/** A heading's words: without the marks in front of them and behind them, or the line drawn under them. */
function headingWords(source: string): string {
  const lines = source.trimEnd().split('\n');
  const isUnderlined = lines.length > 1 && /^[=-]+$/.test(lines.at(-1)?.trim() ?? '');
  const words = oneLine((isUnderlined ? lines.slice(0, -1) : lines).join('\n'));
  let end = words.length;
  while (!isUnderlined && words[end - 1] === '#') end -= 1;
  return words.slice(0, end).replace(/^#+/, '').trim();
}

/** An item of nothing but code is called what is typed first. */
function codeLine(code: string | undefined): string {
  const line = code?.split('\n', 1)[0]?.trim() ?? '';
  return line === '' || line.length > 200 || line.includes('`') ? '' : `\`${line}\``;
}

const wordsOf = (heading: Heading, body: string): string =>
  headingWords(body.slice(offsets(heading).from, offsets(heading).to));

/** What of a text without a task list is a step, or a list of steps, by its numbers. */
function numberedSteps(nodes: readonly RootContent[], body: string): Set<RootContent> {
  let aside: number | undefined;
  return new Set(
    nodes.filter((node) => {
      if (node.type !== 'heading') return aside === undefined && isNumbered(node, body);
      if (aside !== undefined && node.depth <= aside) aside = undefined;
      const words = wordsOf(node, body);
      if (aside === undefined && isAside(words)) aside = node.depth;
      return aside === undefined && isStepHeading(words);
    }),
  );
}

const isTask = (item: ListItem) => item.checked !== null && item.checked !== undefined;
const holdsTasks = (list: List): boolean => list.children.some(isTask);

export interface Reading {
  /** Numbered items are steps where there is no task list. */
  numbered: boolean;
}

/** The text of a run as it was read when it was started: what was recorded names the steps of then. */
export const parseRun = ({ body, numbered = false }: { body: string; numbered?: boolean | undefined }) =>
  parseProcedure(body, { numbered });

/**
 * Reads a procedure: task-list items (`- [ ] …`) are its steps, with their kind in attributes behind the text; the
 * rest is prose. So that a runbook from elsewhere can be worked through as well, numbered items are the steps where
 * there is no task list, and headings of the second level where there are neither. Never throws: what makes no sense
 * is a check, and named in `problems`; a text that would take long to take apart (`parse-cost.ts`) is one stretch of
 * prose.
 */
export function parseProcedure(body: string, { numbered }: Reading = { numbered: true }): ParsedProcedure {
  const refused = tooCostly(body);
  if (refused) {
    return {
      blocks: [{ kind: 'prose', markdown: body, line: 1 }],
      steps: [],
      definitions: '',
      problems: [{ line: 1, problem: refused }],
    };
  }
  const root: Root = fromMarkdown(body, BLOCKS);
  const blocks: Block[] = [];
  const steps: Step[] = [];
  const problems: { line: number; problem: StepProblem }[] = [];
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  const definitions = root.children.filter((node) => isDefinition(node, body));

  const idFor = (asked: string | undefined, text: string, line: number): string => {
    const valid = asked !== undefined && ID.test(asked);
    if (asked !== undefined && !valid) problems.push({ line, problem: 'badId' });
    if (valid && taken.has(asked)) problems.push({ line, problem: 'sameId' });
    const wanted = valid ? asked : slugOf(text);
    let id = wanted;
    let count = counts.get(wanted) ?? 1;
    while (taken.has(id)) id = `${wanted}-${++count}`;
    counts.set(wanted, count);
    taken.add(id);
    return id;
  };
  const addProse = (markdown: string, line: number) => {
    if (markdown.trim() !== '') blocks.push({ kind: 'prose', markdown, line });
  };
  const addStep = (step: Step) => {
    steps.push(step);
    blocks.push({ kind: 'step', step });
  };

  /** `after`: what stands behind the item at the edge, and is part of it. */
  const addItem = (item: ListItem, depth: number, after: readonly RootContent[] = []) => {
    const [first, ...rest] = item.children;
    const head = first?.type === 'paragraph' || first?.type === 'heading' ? first : undefined;
    const under = [...(head ? rest : item.children), ...after];
    const nested = under.filter((child): child is List => child.type === 'list' && holdsTasks(child));
    const told = under.filter((child) => !nested.some((list) => list === child));
    const { line } = offsets(head ?? item);
    const source = head ? body.slice(offsets(head).from, offsets(head).to) : '';
    const words = head?.type === 'heading' ? headingWords(source) : oneLine(source);
    const { text, attributes } = isTask(item)
      ? splitAttributes(words.replace(/^\[[ xX]\]\s+/, ''))
      : numberedAttributes(words);
    const [, bracketed, pointed, bare] = LINK.exec(words) ?? [];
    const url = bracketed ?? pointed ?? bare;
    const codeOf = (isMeant: (code: Code) => boolean) =>
      told.flatMap(
        (node) => firstOf(node, (one) => (one.type === 'code' && isMeant(one) ? one.value : undefined)) ?? [],
      )[0];
    const command = codeOf(() => true) ?? CODE.exec(words)?.[2]?.trim();
    // What somebody numbered elsewhere says of no kind: its code is there to be typed.
    const typed =
      isTask(item) || attributes.classes.length > 0 ? undefined : (codeOf(isTyped) ?? CODE_ALONE.exec(text)?.[1]);
    const { step, problem } =
      typed === undefined
        ? stepKindOf(attributes, {
            ...(url === undefined ? {} : { url }),
            ...(command === undefined ? {} : { command }),
          })
        : { step: { kind: 'command', command: typed } as const };
    if (problem) problems.push({ line, problem });
    const detail = told
      .map((child) => dedent(body.slice(offsets(child).from, offsets(child).to), offsets(child).column))
      .join('\n\n');
    const named = text || codeLine(typed);
    const id = idFor(attributes.id, named, line);
    addStep({ ...step, id, text: named || id, ...(detail ? { detail } : {}), depth, line });
    for (const list of nested) addList(list, depth + 1);
  };
  const addList = (list: List, depth: number) => {
    for (const item of list.children) {
      if (isTask(item)) addItem(item, depth);
      else {
        const { from, to, line, column } = offsets(item);
        addProse(dedent(body.slice(from, to), column), line);
      }
    }
  };
  const addPlain = (nodes: readonly RootContent[]) => {
    const [first] = nodes;
    const last = nodes.at(-1);
    if (first && last) addProse(body.slice(offsets(first).from, offsets(last).to), offsets(first).line);
  };

  const addHeading = (words: string, line: number) => {
    const { text, attributes } = splitAttributes(words);
    addStep({ kind: 'check', id: idFor(attributes.id, text, line), text: text || 'step', depth: 0, line });
  };

  const { children } = root;
  const hasTasks = children.some((node) => node.type === 'list' && holdsTasks(node));
  const numbers = hasTasks || !numbered ? new Set<RootContent>() : numberedSteps(children, body);
  const hasHeadings = !hasTasks && numbers.size === 0;
  let plain: RootContent[] = [];
  const flush = () => {
    addPlain(plain);
    plain = [];
  };
  /** Level of the heading « Step 2 » that numbered items stand under: they are steps inside of it. */
  let inside: number | undefined;
  for (let at = 0; at < children.length; at += 1) {
    const node = children[at];
    if (!node) continue;
    if (node.type === 'heading' && inside !== undefined && node.depth <= inside) inside = undefined;
    if (node.type === 'list' && holdsTasks(node)) {
      flush();
      addList(node, 0);
    } else if (numbers.has(node) && node.type === 'list') {
      flush();
      const after = behindList(children, at + 1);
      at += after.length;
      for (const item of node.children) {
        if (item.children.length === 0) continue;
        addItem(item, inside === undefined ? 0 : 1, item === node.children.at(-1) ? after : []);
      }
    } else if (node.type === 'heading' && (numbers.has(node) || (hasHeadings && node.depth === 2))) {
      flush();
      addHeading(wordsOf(node, body), offsets(node).line);
      if (numbers.has(node)) inside = node.depth;
    } else plain.push(node);
  }
  flush();
  const told = definitions.map((node) => body.slice(offsets(node).from, offsets(node).to)).join('\n\n');
  return { blocks, steps, definitions: told, problems };
}
