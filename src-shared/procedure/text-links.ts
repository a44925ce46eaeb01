import { blobOf } from '../model/blob.ts';
import type { LinkPlace, ProcedureLinks } from './links.ts';

const FENCE = /^[ \t]{0,3}(`{3,}|~{3,})/;
const LINK = /(!?)\[[^\]\n]{0,500}\]\([ \t]*(?:<([^>\n]{1,1000})>|([^\s()<>]{1,1000}))/g;
const DEFINITION = /^[ \t]{0,3}\[(?!\^)[^\]\n]{1,300}\]:[ \t]*<?([^\s>]{1,1000})>?/;
const CODE = /(`+)(?!`)[^`\n]*\1(?!`)/g;

export interface TextLink {
  href: string;
  isImage: boolean;
  /** Counted from 1. */
  line: number;
}

/** The addresses that a Markdown text names, outside of its code; in time that grows with its length. */
export function linksIn(text: string): TextLink[] {
  const found: TextLink[] = [];
  let fence = '';
  for (const [at, line] of text.split('\n').entries()) {
    const mark = FENCE.exec(line)?.[1] ?? '';
    if (fence !== '') {
      if (mark.startsWith(fence) && line.trim() === mark) fence = '';
      continue;
    }
    if (mark !== '') {
      fence = mark;
      continue;
    }
    const plain = line.slice(0, 20_000).replaceAll(CODE, '');
    const definition = DEFINITION.exec(plain)?.[1];
    if (definition !== undefined) found.push({ href: definition, isImage: false, line: at + 1 });
    for (const [, bang, pointed, bare] of plain.matchAll(LINK)) {
      found.push({ href: pointed ?? bare ?? '', isImage: bang === '!', line: at + 1 });
    }
  }
  return found;
}

/** Links of a text that lead nowhere: to no procedure of the library, or to a picture that is not kept here. */
export function deadLinksIn(text: string, from: LinkPlace | undefined, links: ProcedureLinks): TextLink[] {
  return linksIn(text).filter(({ href, isImage }) => {
    if (blobOf(href) !== undefined) return false;
    const { kind } = links.resolve(from, href);
    return isImage ? kind === 'missing' || kind === 'procedure' : kind === 'missing';
  });
}
