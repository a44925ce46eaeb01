/** Characters of a source that is drawn at all. */
export const MOST_SOURCE = 20_000;
const AT_ONCE_SOURCE = 4_000;
const AT_ONCE_LINES = 45;

/** Drawn by itself, when it is asked for, or never: a large diagram holds the page up for seconds. */
export function drawnWhen(source: string): 'atOnce' | 'asked' | 'never' {
  if (source.length > MOST_SOURCE) return 'never';
  const isSmall = source.length <= AT_ONCE_SOURCE && source.split('\n').length <= AT_ONCE_LINES;
  return isSmall ? 'atOnce' : 'asked';
}
