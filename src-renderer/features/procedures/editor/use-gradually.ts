import { useEffect, useState } from 'react';

/** What the tallest window shows at once. */
const FIRST = 80;
const STEP = 40;

/** How many of a long list are drawn by now: its beginning at once, the rest in idle moments. */
export function useGradually(length: number): number {
  const [count, setCount] = useState(FIRST);
  const isWhole = count >= length;
  useEffect(() => {
    if (isWhole) return;
    const request = requestIdleCallback(() => setCount(count + STEP), { timeout: 300 });
    return () => cancelIdleCallback(request);
  }, [count, isWhole]);
  return Math.min(count, length);
}
