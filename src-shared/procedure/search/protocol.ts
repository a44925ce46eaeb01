import { answersTo, type Mark, marksIn, type Snippet, snippetOf } from './highlight.ts';
import { createSearchIndex, type Held, type KeptIndex, openSearchIndex, type SearchIndex } from './search-index.ts';
import { createStems } from './stem.ts';
import type { SearchedText } from './weigh.ts';

export interface ExplainedText {
  id: string;
  title: string;
  /** Given where a snippet is wanted. */
  body?: string;
}

export interface Explained {
  id: string;
  marks: readonly Mark[];
  snippet?: Snippet;
}

/** What the page asks of the worker that searches, and what it answers. */
export interface SearchDesk {
  /** Brings back the index of before, or begins an empty one. Answers what it holds. */
  open(): Promise<Held[]>;
  put(texts: readonly { text: SearchedText; mark: string }[]): void;
  drop(ids: readonly string[]): void;
  /** Ids, the best first. */
  search(query: string, limit: number): string[];
  /** Where titles and texts answer the query. */
  explain(query: string, texts: readonly ExplainedText[]): Explained[];
  /** Writes the index down, so that the next start has it. */
  keep(): Promise<void>;
}

/** Where the index lies between starts. Both may reject: then it is made anew each time. */
export interface IndexStore {
  read(): Promise<unknown>;
  write(kept: KeptIndex): Promise<void>;
}

const isTexts = (list: unknown): list is Held[] =>
  Array.isArray(list) && list.every((one) => typeof one?.id === 'string' && typeof one?.mark === 'string');

/** What was read from a disk, if it is an index at all; whether it is whole is for `openSearchIndex` to say. */
function keptIndex(read: unknown): KeptIndex | undefined {
  if (typeof read !== 'object' || read === null) return undefined;
  const { version, texts, segment } = read as Partial<Record<keyof KeptIndex, unknown>>;
  if (typeof version !== 'number' || !isTexts(texts) || typeof segment !== 'object' || segment === null)
    return undefined;
  const { terms, offsets, postings } = segment as Record<string, unknown>;
  if (!Array.isArray(terms) || !terms.every((term) => typeof term === 'string')) return undefined;
  if (!(offsets instanceof Uint32Array) || !(postings instanceof Uint32Array)) return undefined;
  return { version, texts, segment: { terms, offsets, postings } };
}

/** The index with its place on the disk. */
export function createSearchDesk(store: IndexStore): SearchDesk {
  const stems = createStems();
  let index: SearchIndex = createSearchIndex();
  return {
    async open() {
      const kept = keptIndex(await store.read().catch(() => undefined));
      index = (kept && openSearchIndex(kept)) ?? createSearchIndex();
      return index.held();
    },
    put(texts) {
      for (const { text, mark } of texts) index.put(text, mark);
    },
    drop(ids) {
      for (const id of ids) index.drop(id);
    },
    search: (query, limit) => index.search(query, limit).map(({ id }) => id),
    explain(query, texts) {
      const answers = answersTo(query, stems);
      return texts.map(({ id, title, body }) => {
        const snippet = body === undefined ? undefined : snippetOf(body, answers);
        return { id, marks: marksIn(title, answers), ...(snippet ? { snippet } : {}) };
      });
    },
    keep: () => store.write(index.keep()).catch(() => undefined),
  };
}

export type SearchAsk = { [M in keyof SearchDesk]: { ask: M; with: Parameters<SearchDesk[M]> } }[keyof SearchDesk];
export type SearchMessage = SearchAsk & { number: number };
export type SearchAnswer = { number: number } & ({ value: unknown } | { failure: string });

/** Does what a message asks for. */
export async function answerMessage(desk: SearchDesk, { number, ...asked }: SearchMessage): Promise<SearchAnswer> {
  const run = () => {
    switch (asked.ask) {
      case 'open':
        return desk.open();
      case 'put':
        return desk.put(...asked.with);
      case 'drop':
        return desk.drop(...asked.with);
      case 'search':
        return desk.search(...asked.with);
      case 'explain':
        return desk.explain(...asked.with);
      case 'keep':
        return desk.keep();
    }
  };
  try {
    return { number, value: await run() };
  } catch (failure) {
    return { number, failure: String(failure) };
  }
}
