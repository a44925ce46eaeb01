import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bringTogether, isChanged, overlap, untouched } from './text-edit.ts';

const base = { title: 'Base en panne', body: 'Un.\n\nDeux.\n\nTrois.\n' };
const edited = (title: string, body: string) => ({ ...untouched(base, 4), title, body });

describe('an edit, when a newer revision is there', () => {
  test('has both changes where they lie apart, and is made from the newer one', () => {
    const theirs = { title: base.title, body: base.body.replace('Trois', 'Trois bis') };
    const mine = edited('Base lente', base.body.replace('Un', 'Un bis'));
    expect(overlap(mine, theirs)).toBe('apart');
    expect(bringTogether(mine, theirs, 5)).toEqual({
      title: 'Base lente',
      body: 'Un bis.\n\nDeux.\n\nTrois bis.\n',
      base: 5,
      from: theirs,
      conflicts: [],
      note: '',
    });
  });

  test('keeps mine where both changed the same, with both sides named', () => {
    const mine = edited(base.title, base.body.replace('Deux', 'Zwei'));
    const theirs = { title: base.title, body: base.body.replace('Deux', 'Dos') };
    const together = bringTogether(mine, theirs, 5);
    expect(overlap(mine, theirs)).toBe('conflict');
    expect(together.body).toBe(mine.body);
    expect(together.conflicts).toEqual([{ from: 5, to: 11, mine: 'Zwei.\n', theirs: 'Dos.\n' }]);
  });

  test('names the other title where there are three', () => {
    const together = bringTogether(edited('Base lente', base.body), { ...base, title: 'Base morte' }, 5);
    expect(together).toMatchObject({ title: 'Base lente', otherTitle: 'Base morte' });
    expect(bringTogether(untouched(base, 4), { ...base, title: 'Base morte' }, 5)).toEqual(
      untouched({ ...base, title: 'Base morte' }, 5),
    );
  });
});

test('an edit that says what it was made from is none', () => {
  expect(isChanged(untouched(base, 4))).toBe(false);
  expect(isChanged(edited('x', base.body))).toBe(true);
});

const line = fc.constantFrom('a\n', 'b b\n', '\n', 'c c c\n', 'd');
const text = fc.array(line, { maxLength: 10 }).map((lines) => lines.join(''));

it('choosing the other side everywhere gives the other text where mine changed nothing else', () => {
  fc.assert(
    fc.property(text, text, text, (from, mine, theirs) => {
      const edit = { ...untouched({ title: 't', body: from }, 1), body: mine };
      const { body, conflicts } = bringTogether(edit, { title: 't', body: theirs }, 2);
      for (const one of conflicts) expect(body.slice(one.from, one.to)).toBe(one.mine);
      const chosen = conflicts.reduceRight((all, one) => all.slice(0, one.from) + one.theirs + all.slice(one.to), body);
      if (mine === from) expect(chosen).toBe(theirs);
      if (theirs === from) expect(body).toBe(mine);
    }),
  );
});
