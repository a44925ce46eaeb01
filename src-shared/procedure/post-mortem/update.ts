import { mergeRegions } from '../merge.ts';

export interface BroughtUpToDate {
  text: string;
  /** Places where the facts changed under words that somebody has edited: those words were kept. */
  kept: number;
}

/**
 * A text whose facts are brought up to date. `drafted` is the draft that it was begun with or last brought up to date
 * by, `draft` is what would be drafted now. What people wrote stays, wherever it stands.
 */
export function withNewFacts(drafted: string, text: string, draft: string): BroughtUpToDate {
  let kept = 0;
  const parts = mergeRegions(drafted, text, draft).map((region) => {
    if (region.kind === 'settled') return region.text;
    kept += 1;
    return region.mine;
  });
  return { text: parts.join(''), kept };
}
