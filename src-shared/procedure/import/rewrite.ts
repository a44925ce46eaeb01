import { quoteBoxes } from './boxes.ts';
import { mapLines } from './lines.ts';

/** Picture formats that the console shows: they hold nothing to run. */
export const IMAGE_ENDINGS: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif']);
const PICTURE = /\.(png|jpe?g|gif|webp|avif|svg|bmp|tiff?|ico)$/i;

export const endingOf = (path: string): string => /\.([a-z0-9]{1,8})$/i.exec(path)?.[1]?.toLowerCase() ?? '';

const IMAGE =
  /!\[([^\]\n]{0,500})\]\([ \t]*(?:<([^>\n]{1,1000})>|([^\s()<>]{1,1000}))([ \t]+(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'))?[ \t]*\)/g;
const DEFINITION = /^([ \t]{0,3}\[(?!\^)[^\]\n]{1,300}\]:[ \t]*)<?([^\s>]{1,1000})>?(.*)$/;
const HTML_IMAGE = /<img\b[^>\n]{0,1000}>/gi;
/** A text is not folded here, nor is HTML shown as anything but text. */
const FOLD = /<\/?details\b[^>\n]{0,200}>/gi;
const SUMMARY = /<summary\b[^>\n]{0,200}>([^\n]{1,500}?)<\/summary>/gi;
/** A place to link to, with nothing to read. */
const PLACE = /<a\s+(?:id|name)\s*=\s*["'][^"'>\n]{1,200}["']\s*(?:\/>|>\s*<\/a>)/gi;
const FIGURE = /\{\{[<%]\s*(?:figure|image|img)\b([^}\n]{0,1000}?)\/?[>%]\}\}/g;
const REF = /\{\{[<%]\s*(?:rel)?ref\s+["'`]?([^"'`\s>%}]{1,500})["'`]?\s*[>%]\}\}/g;
/** What a site puts its table of contents in place of, and kramdown's attributes of a paragraph. */
const CONTENTS = /^[ \t]*(?:\[\[_TOC_\]\]|\[TOC\]|\{:[^{}\n]{0,200}\})[ \t]*$/i;
const CONTENTS_TITLE = /^[ \t]*\*\*Table of Contents\*\*[ \t]*$/i;
const HIGHLIGHT = /^([ \t]*)\{\{[<%]\s*\/?\s*highlight\b\s*["']?([\w+#-]{0,40})[^}\n]{0,300}[>%]\}\}[ \t]*$/;
/** What a site shows one at a time, or only when asked. */
const PART =
  /^([ \t]*)\{\{[<%]\s*\/?\s*(?:tabs?|tabpane|expand|details|columns|steps)\b([^}\n]{0,300}?)[>%]\}\}[ \t]*$/;
const NAMED_PART = /\{\{[<%]\s*(?:tab|expand|details)\b/;
const HUGO_COMMENT = /\{\{\/\*[^\n]{0,1000}?\*\/\}\}/g;

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i')
    .exec(tag)
    ?.slice(1)
    .find((one) => one !== undefined);

const markdownImage = (alt: string, src: string): string =>
  `![${alt.replaceAll(/[[\]\n]/g, ' ')}](${/[\s()]/.test(src) ? `<${src}>` : src})`;

/** Code keeps what it shows. One for each line, asked from its beginning on. */
function unlessCode(): (tag: string, at: number, line: string) => string {
  let counted = 0;
  let ticks = 0;
  return (tag, at, line) => {
    for (; counted < at; counted += 1) if (line[counted] === '`') ticks += 1;
    return ticks % 2 === 1 ? tag : '';
  };
}

/** A tab or a fold is a stretch of text under its name. */
function named(line: string): string {
  const [, indent = '', inside = ''] = PART.exec(line) ?? [];
  const words = ['name', 'header', 'title', 'summary'].map((name) => attribute(inside, name));
  const name = words.find((one) => one !== undefined) ?? /["']([^"']{1,200})["']/.exec(inside)?.[1];
  return name !== undefined && NAMED_PART.test(line) ? `${indent}**${name.trim()}**\n` : '';
}

/**
 * Hugo's words in Markdown's: links, pictures, boxes, tabs and folds; and HTML's that fold. Other shortcodes stay as
 * they are.
 */
function plain(line: string): string {
  if (PART.test(line)) return named(line);
  return line
    .replaceAll(FOLD, unlessCode())
    .replaceAll(PLACE, unlessCode())
    .replaceAll(HUGO_COMMENT, unlessCode())
    .replaceAll(SUMMARY, (_, words: string) => `**${words.replaceAll(/<[^<>]*>/g, '').trim()}**`)
    .replaceAll(REF, (_, to: string) => to)
    .replaceAll(FIGURE, (whole, inside: string) => {
      const src = attribute(inside, 'src');
      return src === undefined
        ? whole
        : markdownImage(attribute(inside, 'alt') ?? attribute(inside, 'title') ?? '', src);
    })
    .replaceAll(HTML_IMAGE, (whole) => {
      const src = attribute(whole, 'src');
      return src === undefined ? whole : markdownImage(attribute(whole, 'alt') ?? '', src);
    });
}

/**
 * Notes to who writes, which nobody would see on a site. `mayClose`: whether a note that is still open here ends
 * further down; one that never does is text, and so is what stands in code.
 */
function withoutComments(line: string, isInside: boolean, mayClose: boolean): { line: string; isOpen: boolean } {
  const lastEnd = line.lastIndexOf('-->');
  let kept = '';
  let ticks = 0;
  let inside = isInside;
  for (let at = 0; ; ) {
    if (inside) {
      const end = line.indexOf('-->', at);
      if (end < 0) return { line: kept, isOpen: true };
      at = end + '-->'.length;
    }
    const next = line.indexOf('<!--', at);
    const before = line.slice(at, next < 0 ? undefined : next);
    kept += before;
    if (next < 0) return { line: kept, isOpen: false };
    ticks += before.split('`').length - 1;
    at = next + '<!--'.length;
    inside = ticks % 2 === 0 && (lastEnd >= at || mayClose);
    if (!inside) kept += '<!--';
  }
}

/** MDX without the parts of a page that it fetches. */
export const withoutImports = (text: string): string =>
  mapLines(text, (line) => (/^import\s[^\n]{1,300}\sfrom\s+['"][^'"\n]{1,300}['"];?[ \t]*$/.test(line) ? '' : line));

/** A text of a site generator as any reader of Markdown understands it. Fenced code stays as it is. */
export function plainMarkdown(text: string): string {
  let inComment = false;
  const framed = quoteBoxes(mapLines(text, (line) => line.replace(HIGHLIGHT, '$1```$2')));
  const lastEnd = framed.split('\n').findLastIndex((line) => line.includes('-->'));
  return mapLines(framed, (written, index, lines) => {
    const { line, isOpen } = withoutComments(written, inComment, index < lastEnd);
    inComment = isOpen;
    const next = CONTENTS_TITLE.test(line) ? lines.slice(index + 1, index + 4).find((one) => one.trim() !== '') : line;
    return CONTENTS.test(next ?? '') ? '' : plain(line);
  });
}

/** Puts another address where `to` gives one for a picture's. */
export function rewriteImages(text: string, to: (src: string) => string | undefined): string {
  return mapLines(text, (line) => {
    const definition = DEFINITION.exec(line);
    if (definition) {
      const [, before = '', src = '', after = ''] = definition;
      const next = PICTURE.test(src.split(/[?#]/, 1)[0] ?? '') ? to(src) : undefined;
      return next === undefined ? line : `${before}${next}${after}`;
    }
    return line.replaceAll(
      IMAGE,
      (whole, alt: string, pointed: string | undefined, bare: string | undefined, title = '') => {
        const next = to(pointed ?? bare ?? '');
        return next === undefined ? whole : `![${alt}](${next}${title})`;
      },
    );
  });
}
