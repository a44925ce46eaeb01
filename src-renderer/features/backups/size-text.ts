import { sizeOf } from '../../../src-shared/backup/size.ts';

/** What a person types for a size → bytes: « 82 Go », « 12,5 MB », « 4096 ». Undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const tidy = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^[\d.]+[a-z]*$/i.test(tidy) ? sizeOf(`size=${tidy}`) : undefined;
}

/** As `parseSize` reads it again, to the byte. */
export function typedSize(bytes: number | undefined): string {
  if (bytes === undefined) return '';
  for (const [unit, factor] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= factor && bytes % (factor / 1e3) === 0) return `${bytes / factor} ${unit}`;
  }
  return String(bytes);
}
