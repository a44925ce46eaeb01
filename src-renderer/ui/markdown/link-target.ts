/** Where an address in a text leads. */
export type LinkTarget =
  | { kind: 'web'; href: string; host: string }
  | { kind: 'mail'; href: string }
  /** A heading of the same text. */
  | { kind: 'anchor'; name: string }
  /** Another file of where the text came from. */
  | { kind: 'relative'; path: string };

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them, and so hide a scheme
const HIDDEN = /[\u0000-\u001f\u007f]/;

/** Undefined for what nothing may follow: scripts, data, files, names and passwords in front of a host. */
export function linkTarget(raw: string): LinkTarget | undefined {
  const text = raw.trim();
  if (text === '' || text.length > 2_000 || HIDDEN.test(text)) return undefined;
  if (text.startsWith('#')) return { kind: 'anchor', name: text.slice(1) };
  if (!SCHEME.test(text) && !/^[\\/]{2}/.test(text)) {
    return /\\|%5c/i.test(text) ? undefined : { kind: 'relative', path: text };
  }
  const url = URL.parse(text.startsWith('//') ? `https:${text}` : text);
  if (!url || url.username || url.password) return undefined;
  if (url.protocol === 'mailto:') return { kind: 'mail', href: url.href };
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') return undefined;
  return { kind: 'web', href: url.href, host: url.host };
}

/** The address as the parser may keep it; '' takes it away. */
export function keptAddress(raw: string): string {
  const target = linkTarget(raw);
  if (!target) return '';
  if (target.kind === 'anchor') return `#${target.name}`;
  return target.kind === 'relative' ? target.path : target.href;
}

/** What two spellings of a heading's anchor have in common: letters and figures, without case and accents. */
export function anchorKey(text: string): string {
  return decodeSafely(text)
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

export function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
