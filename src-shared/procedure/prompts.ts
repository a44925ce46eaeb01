const PROMPT = /^[ \t]*\$ /;
/** The next line still belongs to the command. */
const GOES_ON = /(?:\\|\||&&)[ \t]*$/;

/**
 * Code as it is pasted into a shell: without `$ ` in front of its commands. As it was written where any line is none,
 * as nothing tells what a command said from the rest of a text between quotes.
 */
export function withoutPrompts(code: string): string {
  const lines = code.split('\n');
  if (!lines.some((line) => PROMPT.test(line))) return code;
  const isCommand = (line: string, at: number): boolean =>
    PROMPT.test(line) || /^\s*(?:#|$)/.test(line) || GOES_ON.test(lines[at - 1] ?? '');
  return lines.every(isCommand) ? lines.map((line) => line.replace(PROMPT, '')).join('\n') : code;
}
