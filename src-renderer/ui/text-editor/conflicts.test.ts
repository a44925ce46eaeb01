import { history, undo } from '@codemirror/commands';
import { EditorState, type TransactionSpec } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { type ConflictChoice, conflictMarks, openConflicts, setConflicts, settleConflict } from './conflicts.ts';

const MINE = 'Par le pilote.\n';
const THEIRS = 'Par le script.\n';
const TEXT = `Avant.\n${MINE}Après.\nUn.\n`;

/** A text with two open conflicts. */
function opened(): EditorState {
  const state = EditorState.create({ doc: TEXT, extensions: [history(), conflictMarks] });
  const from = TEXT.indexOf(MINE);
  const last = TEXT.indexOf('Un.');
  return state.update({
    effects: setConflicts.of([
      { from, to: from + MINE.length, mine: MINE, theirs: THEIRS },
      { from: last, to: last + 4, mine: 'Un.\n', theirs: '' },
    ]),
  }).state;
}

function became(state: EditorState, ...specs: (TransactionSpec | undefined)[]): EditorState {
  return specs.reduce((now, spec) => (spec ? now.update(spec).state : now), state);
}

describe('a conflict in a text', () => {
  test.each<[ConflictChoice, string]>([
    ['mine', TEXT],
    ['theirs', TEXT.replace(MINE, THEIRS)],
    ['both', TEXT.replace(MINE, MINE + THEIRS)],
  ])('settled for %s leaves the other one where it stands by then', (choice, text) => {
    const state = opened();
    const settled = became(state, settleConflict(state, 0, choice));
    expect(settled.doc.toString()).toBe(text);
    const at = text.indexOf('Un.');
    expect(settled.field(openConflicts)).toEqual([{ from: at, to: at + 4, mine: 'Un.\n', theirs: '' }]);
  });

  test('keeps what was typed in it since', () => {
    const state = opened();
    const typed = became(state, { changes: { from: TEXT.indexOf('pilote'), insert: 'bon ' } });
    const settled = became(typed, settleConflict(typed, 0, 'both'));
    expect(settled.doc.toString()).toContain('Par le bon pilote.\nPar le script.\nAprès.');
  });

  test('whose other side took the lines away is settled by taking them away', () => {
    const state = opened();
    const settled = became(state, settleConflict(state, 1, 'theirs'));
    expect(settled.doc.toString()).toBe(TEXT.replace('Un.\n', ''));
    expect(settled.field(openConflicts)).toHaveLength(1);
  });

  test('is open again when its choice is undone', () => {
    const before = opened();
    let state = became(before, settleConflict(before, 0, 'theirs'));
    undo({
      state,
      dispatch: (tr) => {
        state = tr.state;
      },
    });
    expect(state.doc.toString()).toBe(TEXT);
    expect(state.field(openConflicts)).toEqual(before.field(openConflicts));
  });
});
