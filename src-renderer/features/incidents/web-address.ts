/** An address that a sender or a person wrote, as the browser would take it; undefined unless it is a web page. */
export function webAddress(text: string): string | undefined {
  const url = URL.parse(text.trim());
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  // A name and password in front of the host is how a link pretends to lead elsewhere.
  return url.username || url.password || url.hostname === '' ? undefined : url.href;
}
