const OTHER_PAGES: ReadonlySet<string> = new Set(['new', 'import', 'coverage']);

/** The procedure whose page is open at a route path; undefined elsewhere, and while it is edited. */
export function procedureAt(place: string): string | undefined {
  const [, raw] = /^\/procedures\/([^/?#]+)(?:\/history)?\/?(?:[?#]|$)/.exec(place) ?? [];
  return raw === undefined || OTHER_PAGES.has(raw) ? undefined : decodeURIComponent(raw);
}

/** Its route path; `more` is `edit` or `history`. */
export const procedurePath = (id: string, more?: 'edit' | 'history'): string =>
  `/procedures/${encodeURIComponent(id)}${more ? `/${more}` : ''}`;
