import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import '../../../tests/support/property-seed.ts';
import { nameKey } from '../match.ts';
import { answersTo, marksIn, plainText, snippetOf } from './highlight.ts';
import { createSearchIndex, openSearchIndex, type SearchIndex } from './search-index.ts';
import { createStems } from './stem.ts';
import { createEditCounter } from './typo.ts';
import type { SearchedText } from './weigh.ts';
import { wordsOf } from './words.ts';

const aText = (id: string, about: Partial<SearchedText> = {}): SearchedText => ({
  id,
  title: id,
  names: [],
  labels: [],
  body: '',
  ...about,
});

function indexOf(texts: readonly SearchedText[]): SearchIndex {
  const index = createSearchIndex();
  for (const text of texts) index.put(text, '1');
  return index;
}
const ids = (index: SearchIndex, query: string, limit = 20) => index.search(query, limit).map(({ id }) => id);

const LIBRARY = indexOf([
  aText('disk', {
    title: 'Disque plein sur un nœud',
    names: ['NodeFilesystemAlmostFull'],
    labels: ['stockage'],
    body: '## Libérer de la place\n\n- [ ] Purger `/var/log/journal`\n- [ ] `journalctl --vacuum-size=500M`',
  }),
  aText('postgres', {
    title: 'Connexions PostgreSQL saturées',
    labels: ['base de données', 'postgres'],
    body: "Lire la vue `pg_stat_activity`, puis vérifier l'uptime.\n\n- [ ] Redémarrer le pooler",
  }),
  aText('crash', {
    title: 'Pods crash looping',
    names: ['KubePodCrashLooping'],
    labels: ['kubernetes'],
    body: 'Describe the pod, read its logs, restart the failing deployment.\n\nkubectl rollout restart --dry-run=server',
  }),
  aText('backup', {
    title: 'Restaurer une sauvegarde',
    body: '## Vérifications\n\nLes sauvegardes sont faites à 3 h. Comparer les tailles des bases, relancer la sauvegarde.',
  }),
  aText('onboarding', { title: 'Formation des nouveaux employés', body: 'Œuvrer en binôme pendant deux semaines.' }),
  aText('mentions', { title: 'Astreinte', body: 'Un disque plein se traite le jour ; voir la procédure du nœud.' }),
]);

describe('search', () => {
  test.each([
    ['without accents', 'noeud disque', 'disk'],
    ['with a ligature written as two letters', 'oeuvrer', 'onboarding'],
    ['with accents where the person types them', 'données', 'postgres'],
    ['after an elided article', 'uptime', 'postgres'],
    ['with an elided article in the query', 'l’uptime', 'postgres'],
    ['by another French form', 'restauration de sauvegardes', 'backup'],
    ['by a French verb of another person', 'vérifiez uptime', 'postgres'],
    ['by another English form', 'restarting deployments', 'crash'],
    ['by the beginning of a word', 'connex', 'postgres'],
    ['by two beginnings', 'form empl', 'onboarding'],
    ['with a letter left out', 'postgrsql', 'postgres'],
    ['with two letters swapped', 'suavegarde', 'backup'],
    ['with a letter put in', 'kubernnetes', 'crash'],
    ['with a first letter mistaken', 'pormation', 'onboarding'],
    ['by a name in camel case', 'KubePodCrashLooping', 'crash'],
    ['by a name without its capitals, half typed', 'kubepodcrash', 'crash'],
    ['by a name with hyphens', 'kube-pod-crash-looping', 'crash'],
    ['by a word of a name', 'filesystem', 'disk'],
    ['by code', 'pg_stat_activity', 'postgres'],
    ['by code half typed', 'pg_stat_ac', 'postgres'],
    ['by a path', '/var/log', 'disk'],
    ['by a flag', '--dry-run', 'crash'],
    ['by a flag with its value', '--vacuum-size=500M', 'disk'],
    ['in a sentence', 'comment restaurer une sauvegarde', 'backup'],
    ['in capitals', 'DISQUE PLEIN', 'disk'],
  ])('finds %s', (_, query, id) => {
    expect(ids(LIBRARY, query)[0]).toBe(id);
  });

  it('holds a title above a text that has the same words', () => {
    expect(ids(LIBRARY, 'disque plein')).toEqual(['disk', 'mentions']);
  });

  it('ranks title, then alert, then label, then heading, then text', () => {
    const index = indexOf([
      aText('a', { body: 'latency' }),
      aText('b', { body: '## latency' }),
      aText('c', { labels: ['latency'] }),
      aText('d', { names: ['latency of it'] }),
      aText('e', { title: 'latency again' }),
    ]);
    expect(ids(index, 'latency')).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('asks for every word, and for most of them only where no text has all', () => {
    expect(ids(LIBRARY, 'postgresql connexions')).toEqual(['postgres']);
    expect(ids(LIBRARY, 'postgresql zebra').at(0)).toBe('postgres');
  });

  it('finds nothing for signs, nothing, or what no text has', () => {
    expect([ids(LIBRARY, ''), ids(LIBRARY, ' -- ?'), ids(LIBRARY, 'xylophone')]).toEqual([[], [], []]);
  });

  it('follows what is written anew and what leaves', () => {
    const index = indexOf([aText('a', { title: 'Ancien titre' }), aText('b', { title: 'Un autre titre' })]);
    index.put(aText('a', { title: 'Nouveau nom' }), '2');
    expect([ids(index, 'ancien'), ids(index, 'nouveau'), ids(index, 'titre')]).toEqual([[], ['a'], ['b']]);
    index.drop('b');
    expect(ids(index, 'titre')).toEqual([]);
    expect(index.held()).toEqual([{ id: 'a', mark: '2' }]);
  });
});

describe('a kept index', () => {
  const texts = [aText('a', { title: 'Disque plein' }), aText('b', { title: 'Disque lent', body: 'iostat' })];

  it('is the same one when it is opened, and goes on', () => {
    const index = indexOf(texts);
    index.keep();
    index.put(aText('c', { title: 'Disque perdu' }), '1');
    index.drop('a');
    const again = openSearchIndex(structuredClone(index.keep()));
    expect(again?.held()).toEqual(index.held());
    expect(again?.search('disque', 9)).toEqual(index.search('disque', 9));
    again?.put(aText('d', { title: 'Disque neuf' }), '1');
    expect(again && ids(again, 'disque').sort()).toEqual(['b', 'c', 'd']);
  });

  it('is refused where it is damaged or of another version', () => {
    const kept = indexOf(texts).keep();
    const { segment } = kept;
    const damaged = [
      { ...kept, version: 0 },
      { ...kept, texts: kept.texts.slice(1) },
      { ...kept, segment: { ...segment, terms: segment.terms.slice(1) } },
      { ...kept, segment: { ...segment, terms: segment.terms.toReversed() } },
      { ...kept, segment: { ...segment, offsets: segment.offsets.toReversed() } },
      { ...kept, segment: { ...segment, postings: segment.postings.slice(1) } },
    ];
    expect(damaged.map(openSearchIndex)).toEqual(damaged.map(() => undefined));
  });
});

const word = fc.oneof(
  fc.constantFrom(
    'Disque',
    'nœud',
    "l'uptime",
    'KubePod',
    'pg_stat',
    'Sauvegarde',
    'of',
    'the',
    'P0',
    '2026',
    '/var/log',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.stringMatching(/^[a-zà-ÿ]{2,12}$/),
);
const titles = fc.array(
  fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' ')),
  { minLength: 1, maxLength: 25 },
);

test('every title finds itself, before those that say more or less', () => {
  fc.assert(
    fc.property(titles, (all) => {
      const index = indexOf(all.map((title, at) => aText(String(at), { title })));
      for (const [at, title] of all.entries()) {
        if (wordsOf(title).length === 0) continue;
        const found = index.search(title, all.length).map(({ id }) => Number(id));
        expect(found).toContain(at);
        if (nameKey(title) !== '') expect(nameKey(all[found[0]!]!)).toBe(nameKey(title));
      }
    }),
    { numRuns: 150 },
  );
});

test('edits are counted as they are by the whole table', () => {
  const count = createEditCounter();
  const slow = (a: string, b: string): number => {
    const d = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
    for (let i = 1; i <= a.length; i += 1) {
      for (let j = 1; j <= b.length; j += 1) {
        const cost = a[i - 1] === b[j - 1] ? 0 : 1;
        d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1);
        }
      }
    }
    return d[a.length]![b.length]!;
  };
  const short = fc.stringMatching(/^[abc]{0,8}$/);
  fc.assert(
    fc.property(short, short, fc.integer({ min: 0, max: 3 }), (a, b, most) => {
      expect(count(a, b, most)).toBe(Math.min(slow(a, b), most + 1));
    }),
    { numRuns: 400 },
  );
});

describe('highlights', () => {
  const stems = createStems();
  const marked = (text: string, query: string) =>
    marksIn(text, answersTo(query, stems)).map(({ from, to }) => text.slice(from, to));

  test.each([
    ['Disque plein sur un nœud', 'noeud disque', ['Disque', 'nœud']],
    ['KubePodCrashLooping', 'kubepod', ['KubePodCrashLooping']],
    ['Restaurer une sauvegarde', 'sauvegardes', ['sauvegarde']],
    ['Restaurer une sauvegarde', 'suavegarde', ['sauvegarde']],
    ['Le disque et la base', 'le disque', ['disque']],
    ['Rien de tout cela', 'xylophone', []],
  ])('%s for %s', (text, query, expected) => {
    expect(marked(text, query)).toEqual(expected);
  });

  it('shows the stretch of a text that answers most, as it is read', () => {
    const body = `${'Rien ici. '.repeat(40)}\n\n- [ ] Lire \`pg_stat_activity\` {#lire .measure unit=ms}\n- [ ] **Purger** la [file](x.md)\n${'Fin. '.repeat(60)}`;
    const snippet = snippetOf(body, answersTo('purger pg_stat_activity', stems));
    expect(snippet?.text).toContain('Lire pg_stat_activity Purger la file Fin.');
    expect(snippet?.text).toMatch(/^… .* …$/);
    expect(snippet?.marks.map(({ from, to }) => snippet.text.slice(from, to))).toEqual(['pg_stat_activity', 'Purger']);
    expect(snippetOf(body, answersTo('xylophone', stems))).toBeUndefined();
  });

  it('reads Markdown without its signs', () => {
    expect(plainText('## Titre\n\n1. un\n- [x] deux `ls`\n> trois\n\n```sh\nls -l\n```\n')).toBe(
      'Titre un deux ls trois ls -l',
    );
  });
});
