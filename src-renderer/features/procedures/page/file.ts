import type { Procedure } from '../../../../src-shared/model/procedure.ts';
import { slugOf } from '../../../../src-shared/procedure/parse.ts';

/** Its name as a file, without the ending. */
export const fileName = ({ title }: Pick<Procedure, 'title'>): string => slugOf(title);

/** The text as a file of its own: under its title where the text does not begin with one. */
export function asFile({ title }: Pick<Procedure, 'title'>, body: string): string {
  return /^\s*(?:---\r?\n|#\s)/.test(body) ? body : `# ${title.replace(/([\\`*_[\]<>#])/g, '\\$1')}\n\n${body}`;
}

const FIRST_HEADING =
  /^((?:\uFEFF?---[ \t]*\r?\n(?:.*\r?\n){1,300}?---[ \t]*\r?\n)?(?:[ \t]*\r?\n)*)#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)/;

/** The text without its first heading where that says the title again. Lines stay where they are. */
export function withoutTitle(body: string, title: string): string {
  const [whole = '', before = '', heading] = FIRST_HEADING.exec(body) ?? [];
  if (heading === undefined || slugOf(heading) !== slugOf(title)) return body;
  return `${before}\n${body.slice(whole.length)}`;
}
