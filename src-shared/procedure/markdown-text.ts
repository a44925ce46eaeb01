/** What readers of Markdown make a link of without being asked; a backslash inside would not stop all of them. */
const ADDRESS =
  /(?:[a-z][a-z\d+.-]*:\/\/|(?:mailto|xmpp|tel|data|javascript):|www\.)[^\s|]+|[^\s@<>|]+@[\p{L}\p{N}_-]+\.[^\s|]+/giu;

const escaped = (text: string) => text.replace(/[\\`*_[\]<>|~#&]/g, '\\$&');

function codeSpan(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length)));
  const edge = fence.length > 1 ? ' ' : '';
  return `${fence}${edge}${text}${edge}${fence}`;
}

/**
 * Untrusted text inside Markdown: shown as it was written, on one line, with nothing in it taken as markup. An address
 * stands as code, so that nobody is led anywhere by a click.
 */
export function markdownText(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  let told = '';
  let from = 0;
  for (const { 0: address, index } of line.matchAll(ADDRESS)) {
    told += escaped(line.slice(from, index)) + codeSpan(address);
    from = index + address.length;
  }
  return (told + escaped(line.slice(from))).replace(
    /^(?:=(?==*$)|-(?=[-\s]*$|\s)|\+(?=\s|$)|\d+[.)](?=\s|$))/,
    (mark) => (mark.length === 1 ? `\\${mark}` : `${mark.slice(0, -1)}\\${mark.slice(-1)}`),
  );
}

/** Untrusted text as an indented quotation, line by line. */
export function markdownQuote(text: string, indent = ''): string {
  return text
    .split(/\r?\n/)
    .map((line) => `${indent}> ${markdownText(line)}`.trimEnd())
    .join('\n');
}

/** A code block that its content cannot close. */
export function markdownCode(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A table whose cells are already Markdown. */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}
