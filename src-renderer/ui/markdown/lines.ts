/** One line of Markdown, and whether it stands inside a code fence or a comment, where nothing is markup. */
export interface Line {
  text: string;
  /** From 1. */
  number: number;
  isCode: boolean;
}

const FENCE = /^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])\s+)*(`{3,}|~{3,})(.*)$/;
const FRONT_MATTER_LINES = 300;

/** The text without the YAML in front of it. */
export function withoutFrontMatter(text: string): string {
  if (!/^\uFEFF?---[ \t]*\r?\n[ \t]*(?:#.*|[\w."'-]+[ \t]*:.*)\r?\n/.test(text)) return text;
  let from = text.indexOf('\n') + 1;
  for (let count = 0; count < FRONT_MATTER_LINES; count += 1) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end === -1 ? undefined : end).trimEnd();
    if (line === '---' || line === '...') return end === -1 ? '' : text.slice(end + 1);
    if (end === -1) return text;
    from = end + 1;
  }
  return text;
}

/**
 * Reads lines and follows code fences and comments. Where CommonMark would end a fence early (a list item that ends),
 * the lines count as code for longer: nothing is then split apart that belongs together.
 */
export function linesOf(text: string): Line[] {
  let fence: string | undefined;
  let isComment = false;
  return text.split(/\r\n|\n|\r/).map((line, index) => {
    const number = index + 1;
    if (fence !== undefined) {
      const [, mark = '', rest = ''] = FENCE.exec(line) ?? [];
      if (mark.startsWith(fence) && rest.trim() === '') fence = undefined;
      return { text: line, number, isCode: true };
    }
    if (isComment) {
      isComment = !line.includes('-->');
      return { text: line, number, isCode: true };
    }
    const [, mark, rest = ''] = FENCE.exec(line) ?? [];
    if (mark !== undefined && !(mark.startsWith('`') && rest.includes('`'))) {
      fence = mark;
      return { text: line, number, isCode: true };
    }
    isComment = /^ {0,3}<!--/.test(line) && !line.includes('-->');
    return { text: line, number, isCode: isComment };
  });
}
