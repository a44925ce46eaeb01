/** A record with what was said of it: a field that is `null` is gone. For its schema to read. */
export const withoutNothing = (doc: object): object =>
  Object.fromEntries(Object.entries(doc).filter(([, value]) => value !== null && value !== undefined));
