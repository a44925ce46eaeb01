import { describe, expect, it } from 'vitest';
import { createProcedureLinks } from './links.ts';
import { deadLinksIn, linksIn } from './text-links.ts';

describe('links of a text', () => {
  it('are found outside of code', () => {
    const text =
      '[a](a.md) and `[b](b.md)`\n```\n[c](c.md)\n```\n![d](<d e.png> "t") [x][r]\n\n[r]: ../r.md\n[^n]: note\n';
    expect(linksIn(text)).toEqual([
      { href: 'a.md', isImage: false, line: 1 },
      { href: 'd e.png', isImage: true, line: 5 },
      { href: '../r.md', isImage: false, line: 7 },
    ]);
  });

  it('are dead where nothing is behind them', () => {
    const source = { collection: 'ops', path: 'alerts/a.md' };
    const links = createProcedureLinks([{ id: 'b', doc: { source: { collection: 'ops', path: 'alerts/b.md' } } }]);
    const blob = `blob/${'a'.repeat(64)}.png`;
    const text = `[b](b.md) [c](c.md) [top](#top) [web](https://example.org) ![p](p.png) ![k](${blob}) ![w](https://example.org/w.png)`;
    expect(deadLinksIn(text, source, links).map(({ href }) => href)).toEqual(['c.md', 'p.png']);
    expect(deadLinksIn('[b](b.md)', undefined, links)).toHaveLength(1);
  });

  it('are found in a hostile text in time', () => {
    const text = `${'[a]('.repeat(50_000)}\n${'![ '.repeat(50_000)}\n${'`'.repeat(50_000)}`;
    expect(linksIn(text).length).toBeLessThan(10_000);
  });
});
