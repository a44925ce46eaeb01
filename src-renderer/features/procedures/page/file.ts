import type { Procedure } from '../../../../src-shared/model/procedure.ts';
import { slugOf } from '../../../../src-shared/procedure/parse.ts';

/** Its name as a file, without the ending. */
export const fileName = ({ title }: Pick<Procedure, 'title'>): string => slugOf(title);

/** The text as a file of its own: under its title where the text does not begin with one. */
export function asFile({ title }: Pick<Procedure, 'title'>, body: string): string {
  return /^\s*(?:---\r?\n|#\s)/.test(body) ? body : `# ${title.replace(/([\\`*_[\]<>#])/g, '\\$1')}\n\n${body}`;
}
