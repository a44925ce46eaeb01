import { createFenceReader } from './lines.ts';

/** What a site draws a frame around, in the words of Hugo, Docusaurus and MkDocs. */
interface Kind {
  opens: RegExp;
  /** Absent: it holds the lines that are indented below it. */
  closes?: RegExp;
}
const KINDS: readonly Kind[] = [
  {
    opens:
      /^([ \t]*)\{\{[<%]\s*((?:hint|alert|callout|notice|warning|note|tip|admonition)\b[^}\n]{0,300}?)()[>%]\}\}[ \t]*$/,
    closes:
      /^[ \t]*\{\{[<%]\s*\/\s*(?:hint|alert|callout|notice|warning|note|tip|admonition)\b[^}\n]{0,300}[>%]\}\}[ \t]*$/,
  },
  {
    opens:
      /^([ \t]*):{3,}[ \t]*(?!mermaid)([a-z]{3,20})\b[ \t]*(?:\{[^}\n]{0,200}\})?[ \t]*\[?([^\]\n]{0,200})\]?[ \t]*$/i,
    closes: /^[ \t]*:{3,}[ \t]*$/,
  },
  {
    opens: /^([ \t]*)(?:!!!|\?\?\?\+?)[ \t]+([a-z]{3,20})\b(?:[ \t]+[a-z]{3,20})?(?:[ \t]+"([^"\n]{0,200})")?[ \t]*$/i,
  },
  { opens: /^([ \t]*)===[!+]?()[ \t]+"([^"\n]{1,200})"[ \t]*$/ },
];
const WORD = /\b(note|info|tip|warning|danger|important|caution)\b/i;
/** GitHub's `> [!WARNING]`. */
const ALERT = /^([ \t]*(?:>[ \t]*)+)\[!([a-z]{3,20})\][+-]?[ \t]*([^\n]{0,200})$/i;

function headOf(indent: string, kind: string, title: string): string {
  const said = title.trim() || WORD.exec(kind)?.[1] || '';
  const words = said === title.trim() ? said : `${said.slice(0, 1).toUpperCase()}${said.slice(1).toLowerCase()}`;
  return words === '' ? `${indent}>` : `${indent}> **${words}**\n${indent}>`;
}

/** Boxes as quotations, code in them as well. One that never ends is text. */
export function quoteBoxes(text: string): string {
  const lines = text.split('\n');
  const lastEnds = KINDS.map(({ closes }) =>
    closes ? lines.findLastIndex((line) => closes.test(line)) : lines.length,
  );
  const isCode = createFenceReader();
  let box: { indent: string; closes: RegExp | undefined } | undefined;
  const changed = lines.map((line, index) => {
    const code = isCode(line);
    if (box?.closes) {
      if (code || !box.closes.test(line))
        return `${box.indent}> ${line.startsWith(box.indent) ? line.slice(box.indent.length) : line}`;
      box = undefined;
      return '';
    }
    if (box) {
      if (line.trim() === '') return `${box.indent}>`;
      const inner = /^(?: {4}|\t)/.exec(line.slice(box.indent.length))?.[0];
      if (line.startsWith(box.indent) && inner) return `${box.indent}> ${line.slice(box.indent.length + inner.length)}`;
      box = undefined;
    }
    if (code) return line;
    const alert = ALERT.exec(line);
    if (alert) {
      const [, quote = '', kind = '', title = ''] = alert;
      return headOf(quote.slice(0, quote.lastIndexOf('>')), kind, title);
    }
    for (const [at, { opens, closes }] of KINDS.entries()) {
      const [whole, indent = '', kind = '', title = ''] = opens.exec(line) ?? [];
      if (whole === undefined || index >= (lastEnds[at] ?? 0)) continue;
      box = { indent, closes };
      return headOf(indent, kind, title);
    }
    return line;
  });
  return changed.join('\n');
}
