import { useEffect, useRef, useState } from 'react';
import { useData } from './DataProvider.tsx';

/**
 * A text that outlives the dialog that it is written in, the page and a crash. `end` forgets it, once it was used.
 * What is typed before the kept text has been read goes behind it.
 */
export function useDraft(id: string, initial = ''): { text: string; write(next: string): void; end(): void } {
  const { drafts } = useData();
  const [typed, setTyped] = useState<string>();
  const [kept, setKept] = useState('');
  /** Until it was read, what is typed must not be written over it. */
  const isRead = useRef(false);
  const early = useRef<string>(undefined);
  useEffect(() => {
    let isHere = true;
    isRead.current = false;
    void drafts.read(id).then((text) => {
      const typedOver = early.current;
      const whole = typedOver?.startsWith(initial) ? text + typedOver.slice(initial.length) : typedOver;
      if (whole !== undefined) void drafts.write(id, whole);
      if (!isHere) return;
      isRead.current = true;
      early.current = undefined;
      setKept(text);
      if (whole !== undefined) setTyped(whole);
    });
    return () => {
      isHere = false;
    };
  }, [drafts, id, initial]);
  return {
    text: typed ?? (kept || initial),
    write(next) {
      setTyped(next);
      if (isRead.current) void drafts.write(id, next === initial ? '' : next);
      else early.current = next;
    },
    end() {
      early.current = undefined;
      void drafts.write(id, '');
    },
  };
}
