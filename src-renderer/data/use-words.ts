import { useState } from 'react';
import { useDraft } from './use-draft.ts';

export interface Words {
  value: string;
  write(next: string): void;
  /** They were asked for, and there are none. */
  isMissing: boolean;
  /** Trimmed, to be sent; undefined where they are needed and there are none, which is said from then on. */
  take(isNeeded?: boolean): string | undefined;
  /** Forgets them, once they were taken. */
  end(): void;
}

/** The few words that a question asks for, kept until they were used. */
export function useWords(id: string, { isNeeded = true, initial = '' } = {}): Words {
  const draft = useDraft(id, initial);
  const [tried, setTried] = useState(false);
  const text = draft.text.trim();
  return {
    value: draft.text,
    write: draft.write,
    isMissing: tried && isNeeded && text === '',
    take(needed = isNeeded) {
      setTried(true);
      return needed && text === '' ? undefined : text;
    },
    end: draft.end,
  };
}
