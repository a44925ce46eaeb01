/** A French date as it is written and said: « 1 novembre » → « 1er novembre ». Any other text stays as it is. */
export const firstOfMonth = (text: string): string => text.replace(/(?<![\p{L}\d])1 (?=\p{L})/u, '1er ');
