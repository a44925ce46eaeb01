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

/** A form over a draft that was read: everything typed is kept until it was sent or discarded. */
export function useKeptForm<T extends object>(
  { kept, keep, end }: Pick<TextDraft<T>, 'kept' | 'keep' | 'end'>,
  fresh: () => T,
): KeptForm<T> {
  const [form, setForm] = useState(() => kept ?? fresh());
  const newest = useRef(form);
  const [isFound, setFound] = useState(kept !== null && kept !== undefined);
  return {
    form,
    set(some) {
      const next = { ...newest.current, ...(typeof some === 'function' ? some(newest.current) : some) };
      newest.current = next;
      setForm(next);
      keep(next);
    },
    isFound,
    discard() {
      end();
      setFound(false);
      newest.current = fresh();
      setForm(newest.current);
    },
    end,
  };
}
