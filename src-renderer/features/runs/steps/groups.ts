import { useEffect, useState } from 'react';
import type { Block } from '../../../../src-shared/procedure/parse.ts';

/** Steps and texts that are drawn and laid out together. */
export interface Group {
  blocks: readonly Block[];
  /** Room that it takes before it is laid out, in pixels. */
  height: number;
}

const TOGETHER = 8;
/** Groups that are drawn at once: more than a tall window holds. */
export const FIRST = 4;
/** Drawn in one idle moment. */
const NEXT = 8;
/** Of a row, and of a line of text, in pixels. */
const ROW = 35;
const LINE = 20;

/** Room that a text takes before it is drawn, in pixels. */
export const linesHigh = (text: string): number => text.split('\n').length * LINE;

const heightOf = (block: Block): number => (block.kind === 'step' ? ROW : linesHigh(block.markdown));

/** Cuts a list so that one of thousands is laid out only where it is seen. */
export function groupsOf(blocks: readonly Block[]): Group[] {
  return Array.from({ length: Math.ceil(blocks.length / TOGETHER) }, (_, at) => {
    const mine = blocks.slice(at * TOGETHER, (at + 1) * TOGETHER);
    return { blocks: mine, height: mine.reduce((sum, block) => sum + heightOf(block), 0) };
  });
}

/** How many of so many groups are to be drawn: the first at once, all of them after some idle moments. */
export function useDrawn(many: number): number {
  const [count, setCount] = useState(FIRST);
  const isWhole = count >= many;
  useEffect(() => {
    if (isWhole) return;
    const request = requestIdleCallback(() => setCount(count + NEXT), { timeout: 200 });
    return () => cancelIdleCallback(request);
  }, [count, isWhole]);
  return count;
}
