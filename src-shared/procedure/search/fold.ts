/** Nothing to be folded: as most of what is searched. */
const PLAIN = /^[ -~]*$/;

/**
 * As texts are compared where somebody searches: lower case without accents, œ, æ and ß as two letters, one apostrophe.
 * « Acquitté » and « acquitte » are the same.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  const spelled = lower.replace(/œ/g, 'oe').replace(/æ/g, 'ae').replace(/ß/g, 'ss').replace(/[’ʼ]/g, "'");
  return spelled.normalize('NFD').replace(/\p{M}/gu, '');
}
