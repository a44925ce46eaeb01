import { z } from 'zod';

/** http or https, a host, no blanks, no control characters and none of the characters that end an attribute. */
export const webUrlSchema = z
  .string()
  .trim()
  .max(2_000)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it keeps out.
  .regex(/^https?:\/\/[^\s\u0000-\u001f\u007f<>"'`\\{}|^/?#][^\s\u0000-\u001f\u007f<>"`\\{}|^]*$/i);
