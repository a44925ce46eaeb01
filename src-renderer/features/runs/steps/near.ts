import { createContext, type RefObject, useContext, useEffect, useMemo, useState } from 'react';

/** Tells when an element comes near what is seen, once. */
export interface NearWatch {
  watch(element: Element, near: () => void): () => void;
  stop(): void;
}

/** How far from what is seen, in pixels, is near: two presses of Page Down on a tall window. */
const MARGIN = '1600px 0px';

function createNearWatch(): NearWatch {
  const waiting = new Map<Element, () => void>();
  const observer = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting) continue;
        waiting.get(target)?.();
        waiting.delete(target);
        observer.unobserve(target);
      }
    },
    // The list lies in a part of the page that scrolls by itself: the viewport's margin alone would not reach into it.
    { rootMargin: MARGIN, scrollMargin: MARGIN },
  );
  return {
    watch(element, near) {
      waiting.set(element, near);
      observer.observe(element);
      return () => {
        waiting.delete(element);
        observer.unobserve(element);
      };
    },
    stop: () => observer.disconnect(),
  };
}

export const NearContext = createContext<NearWatch | undefined>(undefined);

/** One watch for a list, stopped with it. */
export function useNearWatch(): NearWatch {
  const watch = useMemo(createNearWatch, []);
  useEffect(() => () => watch.stop(), [watch]);
  return watch;
}

/** Whether to draw all of a row: from the first time it comes near on; `now` where it must not wait. */
export function useNear(element: RefObject<Element | null>, now: boolean): boolean {
  const watch = useContext(NearContext);
  const [isNear, setNear] = useState(now);
  const wants = !isNear && !now;
  useEffect(() => {
    const { current } = element;
    if (!wants || !current || !watch) return;
    return watch.watch(current, () => setNear(true));
  }, [wants, element, watch]);
  return isNear || now;
}
