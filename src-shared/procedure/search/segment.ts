/** Terms in order, and for each the postings of the texts that have it. What an index is kept as. */
export interface Segment {
  terms: readonly string[];
  /** Where the postings of a term begin; one more than terms. */
  offsets: Uint32Array;
  postings: Uint32Array;
}

/** How much a term says about a text, and whether it is in one of its names. One number: 21, 1 and 10 bits. */
export interface Posting {
  text: number;
  isName: boolean;
  /** 1 to 1023. */
  weight: number;
}

export const MOST_TEXTS = 1 << 21;
export const MOST_WEIGHT = 1023;
export const NAME_BIT = 1 << 10;
export const TEXT_SHIFT = 11;

export const packPosting = ({ text, isName, weight }: Posting): number =>
  ((text << TEXT_SHIFT) | (isName ? NAME_BIT : 0) | weight) >>> 0;

export function createSegment(lists: ReadonlyMap<string, readonly number[]>): Segment {
  const terms = [...lists.keys()].sort();
  const offsets = new Uint32Array(terms.length + 1);
  let count = 0;
  terms.forEach((term, at) => {
    offsets[at] = count;
    count += lists.get(term)?.length ?? 0;
  });
  offsets[terms.length] = count;
  const postings = new Uint32Array(count);
  terms.forEach((term, at) => {
    postings.set(lists.get(term) ?? [], offsets[at]);
  });
  return { terms, offsets, postings };
}

/** The postings of a segment as lists again; a text whose new number is undefined is left out. */
export function listsOf({ terms, offsets, postings }: Segment, renumber: (text: number) => number | undefined) {
  const lists = new Map<string, number[]>();
  terms.forEach((term, at) => {
    const list: number[] = [];
    for (let one = offsets[at] ?? 0; one < (offsets[at + 1] ?? 0); one += 1) {
      const posting = postings[one] ?? 0;
      const text = renumber(posting >>> TEXT_SHIFT);
      if (text !== undefined) list.push(((text << TEXT_SHIFT) | (posting & (NAME_BIT | MOST_WEIGHT))) >>> 0);
    }
    if (list.length > 0) lists.set(term, list);
  });
  return lists;
}

/** Whether every number of it leads somewhere: what was kept on a disk may be damaged. */
export function isWhole({ terms, offsets, postings }: Segment, texts: number): boolean {
  if (offsets.length !== terms.length + 1 || offsets[0] !== 0 || offsets[terms.length] !== postings.length)
    return false;
  for (let at = 0; at < terms.length; at += 1) {
    if ((offsets[at] ?? 0) > (offsets[at + 1] ?? 0)) return false;
    if (at > 0 && !((terms[at - 1] ?? '') < (terms[at] ?? ''))) return false;
  }
  return postings.every((posting) => posting >>> TEXT_SHIFT < texts);
}

/** The place of the first term that is not before `wanted`. */
export function placeOf({ terms }: Pick<Segment, 'terms'>, wanted: string): number {
  let from = 0;
  let to = terms.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((terms[middle] ?? '') < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}
