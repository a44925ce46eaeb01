import { useRef, useState } from 'react';
import type { TextDraft } from './use-text-draft.ts';

export interface KeptForm<T> {
  form: T;
  /** A function is given the form as it is by then: for what comes later than a key press. */
  set(some: Partial<T> | ((form: T) => Partial<T>)): void;
  /** What was typed before was found again; to be said, with the way to do without. */
  isFound: boolean;
  /** The form as it would be without what was typed. */
  discard(): void;
  end(): void;
}

/**
 * A form over a draft that was read: everything typed is kept until it was sent or discarded. While nothing is typed it
 * is `fresh` again whenever `of`, what it was made of, is another.
 */
export function useKeptForm<T extends object>(
  { kept, keep, end }: Pick<TextDraft<T>, 'kept' | 'keep' | 'end'>,
  fresh: () => T,
  of?: string,
): KeptForm<T> {
  const [typed, setTyped] = useState(kept ?? null);
  const newest = useRef(typed);
  const [begun, setBegun] = useState(() => ({ of, form: fresh() }));
  if (begun.of !== of) setBegun({ of, form: fresh() });
  const [isFound, setFound] = useState(typed !== null);
  return {
    form: typed ?? begun.form,
    set(some) {
      const now = newest.current ?? begun.form;
      const next = { ...now, ...(typeof some === 'function' ? some(now) : some) };
      newest.current = next;
      setTyped(next);
      keep(next);
    },
    isFound,
    discard() {
      end();
      setFound(false);
      newest.current = null;
      setTyped(null);
      setBegun({ of, form: fresh() });
    },
    end,
  };
}
