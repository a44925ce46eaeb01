import type { FollowUp, PostMortem } from '../../../src-shared/model/post-mortem.ts';
import { markdownText } from '../../../src-shared/procedure/markdown-text.ts';
import { followUpsText } from '../../../src-shared/procedure/post-mortem/draft.ts';
import type { Directory } from '../../data/directory.ts';
import { draftLanguage } from '../../data/teller.ts';

/** The whole document for elsewhere: title, text, and what is left to be done, which is kept apart from the text. */
export function postMortemAsMarkdown(
  { doc, title, body, followUps }: { doc: PostMortem; title: string; body: string; followUps: readonly FollowUp[] },
  directory: Pick<Directory, 'person'>,
): string {
  const left = followUpsText(followUps, {
    language: draftLanguage(doc.language),
    person: (id) => directory.person(id)?.name ?? id,
  });
  return [`# ${markdownText(title)}`, body.trim(), ...(left ? [left.trim()] : [])].join('\n\n').concat('\n');
}
