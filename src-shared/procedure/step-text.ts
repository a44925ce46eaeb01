/** Where a text may be more than its letters: code, emphasis, links, HTML, entities. */
const MARKUP = /[`*_[\]<>~&\\|]|https?:\/\//;

/** Whether a line of Markdown reads as it stands, so that no parser is needed to show it. */
export const isPlain = (text: string): boolean => !MARKUP.test(text);

/** A step's words without their markup: what it is called in a list, in a toast, and to whoever hears it. */
export function plainText(text: string): string {
  if (isPlain(text)) return text;
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<(https?:[^>]*)>/g, '$1')
    .replace(/`+([^`]*)`+/g, '$1')
    .replace(/(\*\*|__|~~)(.+?)\1/g, '$2')
    .replace(/(^|\W)[*_](\S[^*_]*)[*_](?=\W|$)/g, '$1$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
