import type { Nodes, Root } from 'mdast';
import type { Options } from 'react-markdown';
import type { Options as Schema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { splitAttributes } from '../../../src-shared/procedure/attributes.ts';

/** Elements that Markdown itself makes. Raw HTML never becomes one: there is no parser of HTML in the chain. */
export const SCHEMA: Schema = {
  tagNames: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'ul', 'ol', 'li', 'hr', 'br', 'pre', 'code'],
    ...['em', 'strong', 'del', 'a', 'img', 'sup', 'input', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  attributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title'],
    code: [['className', /^language-[\w+#.-]{1,40}$/]],
    input: [['type', 'checkbox'], 'checked', 'disabled'],
    li: [['className', 'task-list-item']],
    ul: [['className', 'contains-task-list']],
    ol: ['start', ['className', 'contains-task-list']],
    th: [['align', 'left', 'right', 'center']],
    td: [['align', 'left', 'right', 'center']],
  },
  protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
  required: { input: { type: 'checkbox', disabled: true } },
  strip: ['script', 'style'],
};

/** Tags that say nothing once they are gone; every other one is shown as it was written. */
const SILENT =
  /<\/?(?:details|summary|div|span|p|center|b|i|u|em|strong|kbd|sub|sup|small|font|br|hr)\b[^<>]{0,300}>/gi;
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;

/** What is left to read of raw HTML. */
function readableHtml(html: string): string {
  return html.replace(COMMENT, '').replace(SILENT, (tag) => (/^<(?:br|hr)/i.test(tag) ? '\n' : ''));
}

function readHtml(node: Nodes): void {
  if (!('children' in node)) return;
  const children: Nodes[] = [];
  for (const child of node.children) {
    readHtml(child);
    if (child.type !== 'html') children.push(child);
    else if (node.type === 'paragraph' || node.type === 'tableCell' || /^<br\b[^<>]{0,100}>$/i.test(child.value)) {
      const value = readableHtml(child.value);
      if (value === '\n') children.push({ type: 'break' });
      else if (value !== '') children.push({ type: 'text', value });
    } else {
      const value = readableHtml(child.value).trim();
      if (value === '') continue;
      if (node.type === 'root' || node.type === 'blockquote' || node.type === 'listItem') {
        children.push({ type: 'paragraph', children: [{ type: 'text', value }] });
      } else children.push({ type: 'text', value });
    }
  }
  Object.assign(node, { children });
}

/** Pandoc's attributes belong to a step or a heading and are not read. */
function hideAttributes(node: Nodes): void {
  if (!('children' in node)) return;
  for (const child of node.children) hideAttributes(child);
  const holder = node.type === 'heading' ? node : undefined;
  const [first] = node.type === 'listItem' && typeof node.checked === 'boolean' ? node.children : [];
  const last = (holder ?? (first?.type === 'paragraph' ? first : undefined))?.children.at(-1);
  if (last?.type !== 'text') return;
  const { text, attributes } = splitAttributes(last.value);
  if (attributes.id === undefined && attributes.classes.length === 0) return;
  last.value = `${/^\s*/.exec(last.value)?.[0] ?? ''}${text}`;
}

function remarkReadable() {
  return (root: Root) => {
    readHtml(root);
    hideAttributes(root);
  };
}

export const REMARK_PLUGINS: NonNullable<Options['remarkPlugins']> = [
  [remarkGfm, { singleTilde: false }],
  remarkReadable,
];

/** A footnote's reference is a link to the list that stands once under the whole text. */
export function footnoteHandlers(numberOf: (label: string) => number | undefined) {
  return {
    footnoteReference(_state: unknown, node: { label?: string | null; identifier: string }) {
      const label = `^${(node.label ?? node.identifier).toLowerCase()}`;
      const text = { type: 'text' as const, value: String(numberOf(label) ?? '?') };
      const properties = { href: `#fn:${encodeURIComponent(label)}` };
      const link = { type: 'element' as const, tagName: 'a', properties, children: [text] };
      return { type: 'element' as const, tagName: 'sup', properties: {}, children: [link] };
    },
  };
}
