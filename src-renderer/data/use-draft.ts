import { useEffect, useState } from 'react';
import { useData } from './DataProvider.tsx';

/**
 * A text that outlives the dialog that it is written in, the page and a crash. `end` forgets it, once it was used.
 * What is typed before the kept text has been read wins over it.
 */
export function useDraft(id: string, initial = ''): { text: string; write(next: string): void; end(): void } {
  const { drafts } = useData();
  const [typed, setTyped] = useState<string>();
  const [kept, setKept] = useState('');
  useEffect(() => {
    let isHere = true;
    void drafts.read(id).then((text) => {
      if (isHere) setKept(text);
    });
    return () => {
      isHere = false;
    };
  }, [drafts, id]);
  return {
    text: typed ?? (kept || initial),
    write(next) {
      setTyped(next);
      void drafts.write(id, next === initial ? '' : next);
    },
    end: () => void drafts.write(id, ''),
  };
}
