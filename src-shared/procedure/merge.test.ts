import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { mergeRegions, mergeTexts } from './merge.ts';

const base = '# Panne\n\nRegarder le disque.\n\nRedémarrer la base.\n';

describe('two edits of one text', () => {
  test('of different lines are both kept', () => {
    const mine = base.replace('le disque', 'le disque et la mémoire');
    const theirs = `${base}\nPrévenir l'équipe.\n`;
    expect(mergeTexts(base, mine, theirs)).toEqual({
      ok: true,
      text: "# Panne\n\nRegarder le disque et la mémoire.\n\nRedémarrer la base.\n\nPrévenir l'équipe.\n",
    });
  });

  test('of different words of one line are both kept', () => {
    const mine = base.replace('Regarder', 'Vérifier');
    const theirs = base.replace('le disque', 'tous les disques');
    expect(mergeTexts(base, mine, theirs)).toEqual({
      ok: true,
      text: base.replace('Regarder le disque', 'Vérifier tous les disques'),
    });
  });

  test.each([
    ['of the same words', base.replace('disque', 'cache'), base.replace('disque', 'réseau')],
    ['of which one takes the line away', base.replace('Regarder le disque.\n', ''), base.replace('disque', 'cache')],
  ])('%s are for a person to settle', (_, mine, theirs) => {
    expect(mergeTexts(base, mine, theirs)).toEqual({ ok: false });
    expect(mergeTexts(base, theirs, mine)).toEqual({ ok: false });
  });

  test('that say the same are no conflict', () => {
    const edit = base.replace('disque', 'cache');
    expect(mergeTexts(base, edit, edit)).toEqual({ ok: true, text: edit });
  });
});

test('a conflict names what each side has, and what is around it is settled', () => {
  const mine = base.replace('disque', 'cache').replace('# Panne', '# Panne grave');
  const theirs = base.replace('disque', 'réseau');
  expect(mergeRegions(base, mine, theirs)).toEqual([
    { kind: 'settled', text: '# Panne grave\n\n' },
    {
      kind: 'conflict',
      base: 'Regarder le disque.\n',
      mine: 'Regarder le cache.\n',
      theirs: 'Regarder le réseau.\n',
    },
    { kind: 'settled', text: '\nRedémarrer la base.\n' },
  ]);
});

test('texts that are too repetitive to compare are for a person to settle, at once', () => {
  const blank = '\n'.repeat(10_000);
  expect(mergeTexts(blank, `${blank}a\n`, `b\n${blank}`)).toEqual({ ok: false });
});

const piece = fc.constantFrom('un\n', 'deux mots\n', '\n', '__proto__\n', 'constructor x\n', 'fin', 'é', ' ');
const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

it('gives both sides the same, whoever comes first, and loses nobody’s edit alone', () => {
  fc.assert(
    fc.property(text, text, text, (before, mine, theirs) => {
      expect(mergeTexts(before, mine, theirs)).toEqual(mergeTexts(before, theirs, mine));
      expect(mergeTexts(before, mine, before)).toEqual({ ok: true, text: mine });
    }),
  );
});

it('settles what can be and keeps both sides of the rest whole', () => {
  fc.assert(
    fc.property(text, text, text, (before, mine, theirs) => {
      const regions = mergeRegions(before, mine, theirs);
      const merged = mergeTexts(before, mine, theirs);
      expect(merged.ok).toBe(regions.every(({ kind }) => kind === 'settled'));
      if (regions.length > 1 || merged.ok) return;
      expect(regions).toEqual([{ kind: 'conflict', base: before, mine, theirs }]);
    }),
  );
});
