import { useEffect, useState } from 'react';
import type { Procedure } from '../../../../src-shared/model/procedure.ts';
import type { Snippet } from '../../../../src-shared/procedure/search/highlight.ts';
import { useData } from '../../../data/DataProvider.tsx';
import type { Hit } from '../../../data/procedure-search.ts';

export interface Hits {
  query: string;
  list: readonly Hit[];
}

/** Nobody reads on, and a letter begins most of 10,000. */
export const MOST_HITS = 1_000;

/**
 * What of the library passes and answers a query, the best first. The answer to the letters before stands until that to
 * the present ones is here. Undefined without a query, and before the first answer.
 */
export function useHits(query: string, accept: (doc: Procedure) => boolean, version: unknown): Hits | undefined {
  const { procedureSearch } = useData();
  const [hits, setHits] = useState<Hits>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the procedures change
  useEffect(() => {
    if (query.trim() === '') {
      setHits(undefined);
      return;
    }
    let current = true;
    procedureSearch.search(query, { accept, limit: MOST_HITS }).then(
      (list) => {
        if (current) setHits({ query, list });
      },
      (failure: unknown) => console.error('the library could not be searched', failure),
    );
    return () => {
      current = false;
    };
  }, [procedureSearch, query, accept, version]);
  return hits;
}

const NONE: ReadonlyMap<string, Snippet> = new Map();

/** The stretches that answer, of the texts in sight. */
export function useSnippets(query: string | undefined, ids: readonly string[]): ReadonlyMap<string, Snippet> {
  const { procedureSearch } = useData();
  const [snippets, setSnippets] = useState(NONE);
  const wanted = ids.join('\n');
  useEffect(() => {
    if (query === undefined || wanted === '') {
      setSnippets(NONE);
      return;
    }
    let current = true;
    procedureSearch.snippets(query, wanted.split('\n')).then(
      (found) => {
        if (current) setSnippets(found);
      },
      (failure: unknown) => console.error('the texts could not be searched', failure),
    );
    return () => {
      current = false;
    };
  }, [procedureSearch, query, wanted]);
  return snippets;
}
