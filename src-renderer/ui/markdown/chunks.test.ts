import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf } from './chunks.ts';

const texts = (text: string) => chunksOf(text).chunks.map((chunk) => chunk.markdown.trimEnd());
const paragraphs = (count: number) => Array.from({ length: count }, (_, at) => `Paragraph ${at}.\n`).join('\n');

describe('chunks of a text', () => {
  it('lose no line and repeat none, whatever the text', () => {
    const piece = fc.constantFrom(
      ...[
        '# a',
        '',
        '',
        'text',
        '- item',
        '  more',
        '1. one',
        '```',
        '~~~',
        '> q',
        '<!--',
        '-->',
        '    code',
        '***',
        'a | b',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 300 }), (lines) => {
        const all = texts(lines.join('\n')).join('\n').split('\n');
        expect(all.filter(Boolean)).toEqual(lines.filter(Boolean));
      }),
    );
  });

  it('end at headings and paragraphs, never inside of code, a comment or a list', () => {
    const code = `\`\`\`sh\n${paragraphs(40)}# not a heading\n\`\`\``;
    expect(texts(`${code}\n\n# Heading\n`)).toEqual([code, '# Heading']);
    const comment = `<!--\n${paragraphs(40)}-->`;
    expect(texts(`${comment}\n\n# Heading\n`)).toEqual([comment, '# Heading']);
    const list = `1. one\n\n${Array.from({ length: 40 }, () => '   under it\n').join('\n')}\n1. again`;
    expect(texts(list)).toEqual([list]);
  });

  it('go on with a long table under its heading', () => {
    const [first = '', second = '', ...rest] = texts(`| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(150)}`);
    expect(first.startsWith('| a | b |\n|---|---|\n| 1 | 2 |')).toBe(true);
    expect(second.startsWith('| a | b |\n|---|---|\n| 1 | 2 |')).toBe(true);
    expect(rest).toEqual([]);
  });

  it('are shown as they were written where reading them could hold the page up', () => {
    const plain = (text: string) => chunksOf(text).chunks.every((chunk) => chunk.isPlain);
    for (const text of ['**a*'.repeat(2_000), '['.repeat(2_000), '>'.repeat(30), '- '.repeat(30), '`a'.repeat(2_000)]) {
      expect(plain(text)).toBe(true);
    }
    expect(plain(`${'|a'.repeat(500)}|\n${'|-'.repeat(500)}|\n`)).toBe(true);
    expect(plain('a\n-\n'.repeat(5_000))).toBe(true);
    expect(plain('**Check** `kubectl get pods` and [the board](https://a.example), then *wait*.')).toBe(false);
    expect(plain(`\`\`\`\n${'****[[[['.repeat(5_000)}\n\`\`\``)).toBe(false);
  });

  it('of 400,000 hostile letters are cut in less than half a second of processor time', () => {
    const seeds = [
      '[a]: b\n',
      '[^a]: b\n',
      '[a][b]',
      '# a\n\n',
      '| a |\n|---|\n',
      '- a\n\n',
      '```\n',
      '<!--\n',
      '    a\n',
      '{#a}',
    ];
    for (const seed of [...seeds, ...seeds.map((one) => `> ${one}`)]) {
      const text = seed.repeat(Math.ceil(400_000 / seed.length));
      const before = process.cpuUsage();
      chunksOf(text);
      const { user, system } = process.cpuUsage(before);
      expect(user + system, JSON.stringify(seed)).toBeLessThan(500_000);
    }
  });
});
