import type { Store, StoreRead } from '../store/store.ts';

/** Finds heartbeats by the slug of their address. */
export interface Slugs {
  /** Ids of all that have it now. */
  find(slug: string): Promise<string[]>;
}

/** What is looked at of a consistent picture. */
export type Picture = Pick<StoreRead, 'get' | 'all' | 'workspace'>;

interface Records extends Pick<Store, 'onCommit'> {
  read<T>(fn: (tx: Picture) => Promise<T>): Promise<T>;
}

/**
 * Remembers which heartbeats have a slug, and follows the store's commits. What it remembers is checked against the
 * record each time. All heartbeats are looked at again after a gap in the commits, when it may know only one of two that
 * have a slug, and where it knows of none while a commit is on its way.
 */
export function createSlugs(store: Records): Slugs {
  let bySlug = new Map<string, Set<string>>();
  let head: number | undefined;

  const add = (slug: string | undefined, id: string) => {
    if (slug !== undefined) bySlug.set(slug, (bySlug.get(slug) ?? new Set()).add(id));
  };
  store.onCommit(({ prev, to, changes }) => {
    if (!changes || prev !== head) head = undefined;
    else {
      for (const { collection, id, docText } of changes) {
        if (collection !== 'heartbeat' || docText === null) continue;
        const doc: { slug?: string } = JSON.parse(docText);
        add(doc.slug, id);
      }
      head = to;
    }
  });

  return {
    find: (slug) =>
      store.read(async (tx) => {
        const known = async () => {
          const ids: string[] = [];
          for (const id of bySlug.get(slug) ?? []) if ((await tx.get('heartbeat', id))?.slug === slug) ids.push(id);
          return ids;
        };
        const { version } = await tx.workspace();
        // Nothing is awaited between this and the look at what is remembered: others bring it up to date meanwhile.
        if (head === version) return known();
        const found = head === undefined ? [] : await known();
        if (found.length > 0) return found;
        const all = await tx.all('heartbeat');
        bySlug = new Map();
        for (const { id, doc } of all) add(doc.slug, id);
        head = version;
        return known();
      }),
  };
}
