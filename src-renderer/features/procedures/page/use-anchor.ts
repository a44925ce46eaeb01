import { type RefObject, useEffect, useRef } from 'react';
import { goToAnchor } from '../../../ui/markdown/anchor.ts';

/** Goes to a heading of the text inside the element once, as soon as it is drawn: a long text is drawn bit by bit. */
export function useAnchor(name: string | undefined): RefObject<HTMLDivElement | null> {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = root;
    if (!name || !current || goToAnchor(current, name)) return;
    const observer = new MutationObserver(() => {
      if (goToAnchor(current, name)) observer.disconnect();
    });
    observer.observe(current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [name]);
  return root;
}
