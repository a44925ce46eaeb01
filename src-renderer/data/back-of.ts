import { err } from '../../src-shared/contract/errors.ts';
import { sameJson } from '../../src-shared/mutators/same.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { Answer } from './deeds.ts';

/** A record right before an edit, right after it, and as it is by now. */
export interface Around {
  before: object | undefined;
  /** Names the fields as they were stored, which is not always as they were typed. */
  after: object | undefined;
  now: object | undefined;
}

/** What takes an edit back: of the fields that it changed, those that nobody has changed since. */
export function backOf<Edit extends object>(edit: Edit, { before, after, now }: Around): Partial<Edit> {
  const field = (of: object | undefined, name: string): unknown => (of && Reflect.get(of, name)) ?? null;
  const standing = Object.keys(edit).filter((name) => {
    const left = field(after, name);
    return sameJson(field(now, name), left) && !sameJson(field(before, name), left);
  });
  return Object.fromEntries(standing.map((name) => [name, field(before, name)])) as Partial<Edit>;
}

/**
 * Says an edit of some of a record's fields, with its way back: what a dialog showed when it opened may have been
 * replaced before it was sent. Where others have changed all of it since, the way back is a conflict.
 */
export function reversible<Edit extends object>(
  edit: Edit,
  read: () => Promise<object | undefined>,
  /** `of` is when the edit was said that is taken back. */
  say: (edit: Edit, of?: Instant) => Answer,
): { answer: Answer; back(of?: Instant): Answer } {
  let around: Omit<Around, 'now'> = { before: undefined, after: undefined };
  const run = async () => {
    const before = await read();
    const result = await say(edit);
    around = { before, after: await read() };
    return result;
  };
  return {
    answer: run(),
    async back(of) {
      const set = backOf(edit, { ...around, now: await read() });
      if (Object.keys(set).length === 0) return err({ code: 'rejected', reason: 'conflict' });
      return say(set as Edit, of);
    },
  };
}
