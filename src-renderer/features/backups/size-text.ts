import { sizeOf } from '../../../src-shared/backup/size.ts';
import type { Format } from '../../platform/format.ts';

/** What a person types for a size → bytes: « 82 Go », « 12,5 MB », « 4096 ». Undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const tidy = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^[\d.]+[a-z]*$/i.test(tidy) ? sizeOf(`size=${tidy}`) : undefined;
}

/** As `parseSize` reads it again, to the byte, in the person's own units. */
export function typedSize(bytes: number | undefined, language: Format['language']): string {
  if (bytes === undefined) return '';
  const byte = language === 'fr' ? 'o' : 'B';
  for (const [prefix, factor] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (bytes >= factor && bytes % (factor / 1e3) === 0) return `${bytes / factor} ${prefix}${byte}`;
  }
  return String(bytes);
}
