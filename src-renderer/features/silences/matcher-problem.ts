import type { TFunction } from 'i18next';
import type { MatcherError } from '../../../src-shared/silence/parse.ts';

/** What is wrong with a text of matchers and where, counted from 1 as editors do. */
export function matcherProblem(t: TFunction, { code, at, detail }: MatcherError): string {
  return t(`silences.matcher.${code}`, { at: at + 1, detail });
}
