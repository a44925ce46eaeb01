import { invertedEffects } from '@codemirror/commands';
import {
  type ChangeDesc,
  EditorSelection,
  type EditorState,
  type Extension,
  type Range,
  StateEffect,
  StateField,
  type TransactionSpec,
} from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { diffRows } from '../../../src-shared/procedure/text-diff.ts';
import type { TextConflict } from '../../../src-shared/procedure/text-edit.ts';

export type ConflictChoice = 'mine' | 'theirs' | 'both';
const CHOICES: readonly ConflictChoice[] = ['mine', 'theirs', 'both'];

function mapped(conflicts: readonly TextConflict[], changes: ChangeDesc): readonly TextConflict[] {
  return conflicts.map((one) => ({ ...one, from: changes.mapPos(one.from, -1), to: changes.mapPos(one.to, 1) }));
}

/** Takes the place of all open conflicts. */
export const setConflicts = StateEffect.define<readonly TextConflict[]>({ map: mapped });

/** The conflicts that nobody has chosen in yet, in the order of the text. They move with what is typed. */
export const openConflicts = StateField.define<readonly TextConflict[]>({
  create: () => [],
  update(before, tr) {
    const set = tr.effects.findLast((effect) => effect.is(setConflicts));
    if (set) return set.value;
    return tr.docChanged && before.length > 0 ? mapped(before, tr.changes) : before;
  },
});

const ended = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/** The change that settles one conflict. `mine` leaves the stretch as it stands, what was typed since included. */
export function settleConflict(state: EditorState, index: number, choice: ConflictChoice): TransactionSpec | undefined {
  const conflicts = state.field(openConflicts);
  const one = conflicts[index];
  if (!one) return undefined;
  const rest = conflicts.filter((_, at) => at !== index);
  const kept = state.sliceDoc(one.from, one.to);
  const insert = choice === 'mine' ? kept : choice === 'theirs' ? one.theirs : ended(kept) + one.theirs;
  const changes = state.changes(insert === kept ? [] : { from: one.from, to: one.to, insert });
  return {
    changes,
    effects: setConflicts.of(mapped(rest, changes)),
    selection: EditorSelection.cursor(one.from + insert.length),
    scrollIntoView: true,
    userEvent: 'input.settle',
  };
}

/** The conflict that the caret stands in; else the first. */
function nearest(state: EditorState): number {
  const { head } = state.selection.main;
  const at = state.field(openConflicts).findIndex(({ from, to }) => from <= head && head <= to);
  return Math.max(0, at);
}

function settle(view: EditorView, index: number, choice: ConflictChoice): boolean {
  const spec = settleConflict(view.state, index, choice);
  if (!spec) return false;
  view.dispatch(spec);
  view.focus();
  return true;
}

/** Goes to the conflict behind the caret, or round to the first. */
export function nextConflict(view: EditorView, step: 1 | -1 = 1): boolean {
  const conflicts = view.state.field(openConflicts);
  if (conflicts.length === 0) return false;
  const { head } = view.state.selection.main;
  const beyond =
    step === 1
      ? conflicts.find(({ from }) => from > head)
      : conflicts.findLast(({ to, from }) => to < head && from < head);
  const goal = beyond ?? (step === 1 ? conflicts[0] : conflicts.at(-1));
  if (!goal) return false;
  view.dispatch({
    selection: EditorSelection.cursor(goal.from),
    effects: EditorView.scrollIntoView(goal.from, { y: 'center' }),
  });
  view.focus();
  return true;
}

/** Digits by their place on the keyboard: on a French one they stand behind Shift. */
const choiceOf = ({ code }: KeyboardEvent) => CHOICES[['Digit1', 'Digit2', 'Digit3'].indexOf(code)];

class Choices extends WidgetType {
  readonly index: number;
  readonly count: number;
  constructor(index: number, count: number) {
    super();
    this.index = index;
    this.count = count;
  }
  override eq(other: Choices) {
    return other.index === this.index && other.count === this.count;
  }
  override toDOM(view: EditorView) {
    const bar = document.createElement('div');
    bar.className = 'cm-conflict-bar';
    bar.setAttribute('role', 'group');
    const name = view.state.phrase('Conflict $1 of $2', this.index + 1, this.count);
    bar.setAttribute('aria-label', name);
    const title = document.createElement('span');
    title.textContent = name;
    bar.append(title);
    for (const [at, choice] of CHOICES.entries()) {
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.choice = choice;
      const words = { mine: 'Keep mine', theirs: 'Take theirs', both: 'Keep both' }[choice];
      const key = document.createElement('kbd');
      key.textContent = `Alt ${at + 1}`;
      button.append(view.state.phrase(words), key);
      button.addEventListener('click', () => settle(view, this.index, choice));
      bar.append(button);
    }
    return bar;
  }
  override ignoreEvent() {
    return true;
  }
}

class Theirs extends WidgetType {
  readonly mine: string;
  readonly theirs: string;
  constructor({ mine, theirs }: TextConflict) {
    super();
    this.mine = mine;
    this.theirs = theirs;
  }
  override eq(other: Theirs) {
    return other.theirs === this.theirs && other.mine === this.mine;
  }
  override toDOM(view: EditorView) {
    const box = document.createElement('div');
    box.className = 'cm-conflict-theirs';
    const title = document.createElement('span');
    title.textContent = view.state.phrase('Theirs');
    const text = document.createElement('pre');
    if (this.theirs === '') text.textContent = view.state.phrase('(taken away)');
    else text.append(...otherWords(this.mine.replace(/\n$/, ''), this.theirs.replace(/\n$/, '')));
    box.append(title, text);
    return box;
  }
}

/** The other text, what differs from mine marked. */
function otherWords(mine: string, theirs: string): Node[] {
  const rows = diffRows(mine, theirs, Number.POSITIVE_INFINITY).filter(({ kind }) => kind !== 'removed');
  return rows.flatMap((row, at) => {
    const pieces = row.kind === 'same' ? [{ text: row.text, changed: false }] : row.kind === 'added' ? row.pieces : [];
    const nodes = pieces.map(({ text, changed }) => {
      if (!changed) return document.createTextNode(text);
      const mark = document.createElement('ins');
      mark.textContent = text;
      return mark;
    });
    return at === 0 ? nodes : [document.createTextNode('\n'), ...nodes];
  });
}

const mineLine = Decoration.line({ class: 'cm-conflict-mine' });

function drawn(state: EditorState, conflicts: readonly TextConflict[]): DecorationSet {
  const marks: Range<Decoration>[] = [];
  for (const [index, conflict] of conflicts.entries()) {
    const { from, to } = conflict;
    const last = to > from && state.sliceDoc(to - 1, to) === '\n' ? to - 1 : to;
    marks.push(Decoration.widget({ widget: new Choices(index, conflicts.length), block: true, side: -1 }).range(from));
    for (let at = from; at <= last && to > from; ) {
      const line = state.doc.lineAt(at);
      marks.push(mineLine.range(line.from));
      at = line.to + 1;
    }
    marks.push(Decoration.widget({ widget: new Theirs(conflict), block: true, side: 1 }).range(last));
  }
  return Decoration.set(marks, true);
}

const look = EditorView.theme({
  '.cm-conflict-bar': {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: 'var(--s1)',
    padding: 'var(--s1) var(--s2)',
    whiteSpace: 'nowrap',
    fontFamily: 'var(--font)',
    fontSize: '12px',
    backgroundColor: 'var(--raise)',
    borderBlockStart: '1px solid var(--time-due-bar)',
  },
  '.cm-conflict-bar > span': { fontWeight: '600', color: 'var(--time-due)', marginInlineEnd: 'auto' },
  '.cm-conflict-bar button': {
    font: 'inherit',
    color: 'var(--ink)',
    backgroundColor: 'var(--pane)',
    border: '1px solid var(--line-float)',
    borderRadius: 'var(--r-small)',
    lineHeight: '18px',
    padding: '1px 6px',
  },
  '.cm-conflict-bar button:hover': { backgroundColor: 'var(--press)' },
  '.cm-conflict-bar kbd': {
    marginInlineStart: '6px',
    color: 'var(--faint)',
    fontFamily: 'var(--mono)',
    fontSize: '11px',
  },
  '.cm-conflict-mine': { backgroundColor: 'color-mix(in oklab, var(--ok) 10%, transparent)' },
  '.cm-conflict-theirs': {
    padding: 'var(--s1) var(--s2)',
    backgroundColor: 'color-mix(in oklab, var(--accent) 10%, transparent)',
    borderBlockEnd: '1px solid var(--time-due-bar)',
  },
  '.cm-conflict-theirs ins': {
    borderRadius: '2px',
    textDecoration: 'none',
    backgroundColor: 'color-mix(in oklab, var(--accent) 26%, transparent)',
  },
  '.cm-conflict-theirs > span': { fontFamily: 'var(--font)', fontSize: '11px', color: 'var(--dim)' },
  '.cm-conflict-theirs pre': { margin: '0', font: 'inherit', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
});

/** Shows open conflicts in the text; Alt+1, 2, 3 or the buttons choose, F8 goes to the next. */
export const conflictMarks: Extension = [
  openConflicts,
  EditorView.decorations.compute(['doc', openConflicts], (state) => drawn(state, state.field(openConflicts))),
  look,
  invertedEffects.of((tr) =>
    tr.effects.some((effect) => effect.is(setConflicts)) ? [setConflicts.of(tr.startState.field(openConflicts))] : [],
  ),
  EditorView.domEventHandlers({
    keydown(event, view) {
      if (event.key === 'F8' && nextConflict(view, event.shiftKey ? -1 : 1)) return true;
      const choice = choiceOf(event);
      if (!choice || !event.altKey || event.ctrlKey || event.metaKey) return false;
      return settle(view, nearest(view.state), choice);
    },
  }),
];
