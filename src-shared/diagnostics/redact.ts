/** Stands where something was that a log must not hold. */
export const COVER = '***';

/** Patterns leave quotes and backslashes alone: a line of JSON stays one. */
const SECRETS: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[^\s"'\\]+/gi, `$1 ${COVER}`],
  // The key of a sender stands in its path, because few senders can send a header of their own.
  [/(\/intake\/+[^/?\s"'\\]+\/+)[^/?\s"'\\]+/gi, `$1${COVER}`],
  // Who knows the address of a heartbeat can ping; by a slug the key stands before it.
  [/(\/ping\/+)[^/?\s"'\\]+/gi, `$1${COVER}`],
  [/\bvk_[\w%-]+/g, `vk_${COVER}`],
  // Made tokens are long and have no underscore; the names of our metrics and databases are not meant.
  [/\bvigie_[A-Za-z0-9%-]{12,}/g, `vigie_${COVER}`],
  [
    /((?:token|password|passwd|secret|authorization|cookie|api[-_]?key|routing[-_]?key)\\*["']?\s*[:=]\s*\\*["']?)(?!\*\*\*)[^\s"'\\,;&}]+/gi,
    `$1${COVER}`,
  ],
  // postgres://vigie:password@db/vigie
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'\\]*):[^\s/@"'\\]+@/gi, `$1:${COVER}@`],
];

/** `node_modules/@scope` and `name@1.2.3` are no addresses. Begun at the beginning of a word alone: long ones are quick. */
const ADDRESS = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi;

/** Whatever is covered has one of these in it; most lines have none. */
const SUSPICIOUS =
  /@|:\/\/|vk_|vigie_|(?:b(?:earer|asic)\s|intake\/|ping\/|token|passw|secret|authoriz|cookie|api[-_]?key|routing[-_]?key)/i;

/** Text as it may stand in a log: tokens, passwords, intake keys and e-mail addresses are blotted out. */
export function withoutSecrets(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return SECRETS.reduce((clean, [pattern, cover]) => clean.replace(pattern, cover), text).replace(ADDRESS, COVER);
}
