import { useEffect, useState } from 'react';
import { useData } from './DataProvider.tsx';

/**
 * A text that outlives the dialog that it is written in, the page and a crash. `end` forgets it, once it was used.
 * What is typed before the kept text has been read goes behind it.
 */
export function useDraft(id: string, initial = ''): { text: string; write(next: string): void; end(): void } {
  const { drafts } = useData();
  const [typed, setTyped] = useState<string>();
  const [kept, setKept] = useState('');
  useEffect(() => {
    let isHere = true;
    void drafts.read(id).then((text) => {
      if (!isHere || text === '') return;
      setKept(text);
      setTyped((early) => {
        if (early === undefined || !early.startsWith(initial)) return early;
        const whole = text + early.slice(initial.length);
        void drafts.write(id, whole);
        return whole;
      });
    });
    return () => {
      isHere = false;
    };
  }, [drafts, id, initial]);
  return {
    text: typed ?? (kept || initial),
    write(next) {
      setTyped(next);
      void drafts.write(id, next === initial ? '' : next);
    },
    end: () => void drafts.write(id, ''),
  };
}
