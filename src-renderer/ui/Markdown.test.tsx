import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { HOSTILE_MARKDOWN } from '../../tests/support/hostile-markdown.ts';
import { Markdown, type MarkdownProps } from './Markdown.tsx';
import { MarkdownContext } from './markdown/surroundings.ts';

const words = {
  copy: 'Copy',
  code: 'Code',
  footnotes: 'Notes',
  picture: 'Picture',
  done: 'done',
  notDone: 'to do',
  diagram: 'Diagram',
  drawing: 'Drawing',
  notDrawn: 'Not drawn',
  large: 'Large',
  draw: 'Draw',
};

function render(text: string, props: Partial<MarkdownProps> = {}): string {
  return renderToStaticMarkup(
    <MarkdownContext value={{ words, openLink: () => undefined, copy: () => undefined }}>
      <Markdown text={text} {...props} />
    </MarkdownContext>,
  );
}

/** Elements and attributes of the page, as a browser would read them; text stays out of it. */
const tagsOf = (html: string) => [...html.matchAll(/<([a-z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/gi)];
const attributesOf = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`<[a-z][^<>]*\\s${name}="([^"]*)"`, 'gi'))].map((match) => match[1] ?? '');

const ELEMENTS = new Set([
  ...['div', 'span', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'ul', 'ol', 'li', 'hr', 'br', 'pre', 'code', 'em'],
  ...[
    'strong',
    'del',
    'a',
    'sup',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'button',
    'svg',
    'path',
    'line',
    'rect',
  ],
  ...['polyline', 'circle'],
]);

describe('untrusted Markdown', () => {
  it.each(HOSTILE_MARKDOWN)('runs nothing and fetches nothing of %s', (_, text) => {
    for (const inline of [false, true]) {
      const html = render(text, { inline });
      for (const [, name = '', attributes = ''] of tagsOf(html)) {
        expect(ELEMENTS).toContain(name);
        expect(attributes).not.toMatch(/\son\w+=/i);
      }
      expect(attributesOf(html, 'src')).toEqual([]);
      for (const href of attributesOf(html, 'href')) expect(href).toMatch(/^(?:https?:\/\/|mailto:|#|\w)/);
      for (const href of attributesOf(html, 'href')) {
        expect(href).not.toMatch(/^(?:javascript|data|vbscript|file|blob|app):|@evil/i);
      }
      for (const style of attributesOf(html, 'style'))
        expect(style).toMatch(/^(?:contain-intrinsic-block-size|block-size|text-align):/);
    }
  });

  it('asks for pictures by their place among the files alone', () => {
    const asked: string[] = [];
    const imageUrl = (src: string) => {
      asked.push(src);
      return src.startsWith('blob/') ? `app://console/${src}` : undefined;
    };
    const html = render(
      '![plan](blob/ab12.png) ![far](https://elsewhere.example/a.png) ![near](img/a.png) ![d](data:image/png;base64,AA)',
      { imageUrl },
    );
    expect(attributesOf(html, 'src')).toEqual(['app://console/blob/ab12.png']);
    expect(asked).toEqual(['blob/ab12.png', 'img/a.png']);
    expect(html).toContain('elsewhere.example');
    expect(html).toContain('img/a.png');
  });

  it('says where a link leads when its words say otherwise', () => {
    expect(render('[https://bank.example](https://evil.example/x)')).toContain('(evil.example)');
    expect(render('[bank.example/login](https://evil.example/x)')).toContain('(evil.example)');
    expect(render('[the bank](https://evil.example/x)')).not.toContain('(evil.example)');
    expect(render('https://bank.example/x')).not.toContain('(bank.example)');
  });
});

describe('Markdown', () => {
  it('reads tables, task lists, code, strikes and autolinks', () => {
    const html = render(
      '| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open {#o .measure unit=ms}\n\n```sh\nls -l\n```\n\n~~old~~ https://a.example',
    );
    expect(html).toContain('<td style="text-align:right">2');
    expect(html).toContain('aria-label="done"');
    expect(html).toContain('aria-label="to do"');
    expect(html).not.toContain('.measure');
    expect(html).toContain('<code>ls -l\n</code>');
    expect(html).toContain('<del>old</del>');
    expect(html).toContain('href="https://a.example/"');
  });

  it('hides front matter and keeps a rule that only looks like it', () => {
    expect(render('---\ntitle: a\ntags: [b]\n---\n\n# Text')).not.toContain('tags');
    expect(render('---\n\ntext\n\n---\n')).toContain('<hr/>');
  });

  it('names headings so that links of the same text find them', () => {
    expect(render("## Vérifier l'état & le reste")).toContain('data-anchor="verifierletatlereste"');
    expect(render('[x](#v%C3%A9rifier)')).toContain('href="#v%C3%A9rifier"');
  });

  it('shows footnotes once, numbered over the whole text, whatever chunk refers to them', () => {
    const middle = Array.from({ length: 60 }, (_, line) => `Paragraph ${line}.`).join('\n\n');
    const html = render(`First[^b].\n\n${middle}\n\nLast[^a] and again[^b].\n\n[^a]: note A\n[^b]: note B`);
    expect(html.match(/note A/g)).toHaveLength(1);
    expect(
      [...html.matchAll(/href="#fn:%5E(\w)"[^>]*>(\d)</g)].map(([, label, number]) => `${label}${number}`),
    ).toEqual(['b1', 'a2', 'b1']);
    expect(html.indexOf('note B')).toBeLessThan(html.indexOf('note A'));
  });

  it('takes addresses from the text that it was cut out of', () => {
    expect(render('See [the plan][p].', { definitions: '[P]: https://plan.example/1' })).toContain(
      'https://plan.example/1',
    );
  });

  it('takes footnotes from the text that it was cut out of, and begins with its own first line', () => {
    const html = render('Lag is high.[^1]\n\nMore.', { definitions: '[a]: https://a.example\n\n[^1]: Since October.' });
    expect(html).toContain('Lag is high.');
    expect(html).toContain('Since October.');
  });

  it('keeps what can be read of HTML', () => {
    expect(render('a<br>b')).toContain('<br/>');
    const html = render(
      '<details>\n<summary>More</summary>\n\ntext\n\n</details>\n\n<!-- hidden -->\n\npress <kbd>A</kbd>',
    );
    expect(html).toContain('More');
    expect(html).not.toContain('hidden');
    expect(html).toContain('press A');
    expect(render('a <blink>b</blink>')).toContain('&lt;blink&gt;b&lt;/blink&gt;');
  });
});
