/** However far in, in a list or a quote; a line that ends its own marks is a word of code. */
const FENCE = /^[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})/;

/** Tells of each line, asked one after the other, whether it is fenced code, its fences among it. */
export function createFenceReader(): (line: string) => boolean {
  let fence = '';
  return (line) => {
    const mark = FENCE.exec(line)?.[1] ?? '';
    if (fence === '') {
      fence = mark;
      return mark !== '';
    }
    if (mark.startsWith(fence) && line.replace(/^[ \t>]+/, '').trim() === mark) fence = '';
    return true;
  };
}

/** Changes each line that stands outside of fenced code. */
export function mapLines(
  text: string,
  change: (line: string, index: number, lines: readonly string[]) => string,
): string {
  const isCode = createFenceReader();
  return text
    .split('\n')
    .map((line, index, lines) => (isCode(line) ? line : change(line, index, lines)))
    .join('\n');
}
