import { formatSum, hashText } from '../sync/checksum.ts';

/** Where a procedure was imported from. */
export interface LinkPlace {
  collection: string;
  path: string;
}

export type LinkTarget =
  | { kind: 'procedure'; id: string; anchor?: string }
  /** A heading of the same text. */
  | { kind: 'anchor'; anchor: string }
  /** Has a scheme or a host: it leads out of the library. */
  | { kind: 'external' }
  /** Should be in the library, and is not. */
  | { kind: 'missing'; path: string };

export interface ProcedureLinks {
  /** Where the address `href` leads that stands in the text that came from `from`. Never throws. */
  resolve(from: LinkPlace | undefined, href: string): LinkTarget;
}

/** The same file of the same collection is the same procedure, however a laptop writes its accents. */
export function importedId({ collection, path }: LinkPlace): string {
  const [one, other] = [collection.trim().normalize('NFC'), path.normalize('NFC')];
  return `imported-${formatSum(hashText(`${one}\n${other}`))}${formatSum(hashText(`${other}\n${one}`))}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `a/./b/../c` is `a/c`; undefined where it climbs out of the collection. */
export function joinPath(...parts: readonly string[]): string | undefined {
  const kept: string[] = [];
  for (const part of parts.join('/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept.join('/');
}

const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/');

/** What a file is called by links: `docs/Pod/_index.md`, `docs/pod.md` and `/docs/pod/` are one page. */
const pageKey = (path: string): string =>
  path
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?:\.(?:md|markdown|mdx|html?|erb))+$/, '')
    .replace(/(^|\/)(readme|_?index)$/, '')
    .replace(/^\/+|\/+$/g, '');

/** A scheme, or `//host`. */
const OUTSIDE = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;
/** A file of the repository that the collection was taken from: GitHub, Gitea, GitLab. */
const REPOSITORY_FILE = /^https?:\/\/[^/]+\/.+?\/(?:-\/)?(?:blob|tree|src\/branch|raw)\/[^/]+\/([^?#]+)/i;
/** Hugo's `{{< ref "x.md" >}}`. */
const SHORTCODE = /^\{\{[<%]\s*(?:rel)?ref\s+["'`]?([^"'`\s>%]+)["'`]?\s*[>%]\}\}$/;

/** Finds what the procedures of a library mean when they point at one another. */
export function createProcedureLinks(
  procedures: Iterable<{ id: string; doc: { source?: LinkPlace | undefined; archived?: boolean | undefined } }>,
): ProcedureLinks {
  const pages = new Map<string, string>();
  /** By the last part of their path; undefined where two share it. */
  const names = new Map<string, { key: string; id: string }[]>();
  for (const { id, doc } of procedures) {
    if (!doc.source || doc.archived) continue;
    const { collection, path } = doc.source;
    const key = pageKey(path);
    pages.set(`${collection}\n${key}`, id);
    const name = `${collection}\n${key.split('/').at(-1)}`;
    names.set(name, [...(names.get(name) ?? []), { key, id }]);
  }

  /** A site serves its pages from some folder of the repository: the one page whose path ends so. */
  function byEnd(collection: string, key: string): string | undefined {
    const found = names.get(`${collection}\n${key.split('/').at(-1)}`) ?? [];
    const [only, ...more] = found.filter((one) => one.key === key || one.key.endsWith(`/${key}`));
    return only && more.length === 0 ? only.id : undefined;
  }

  function find({ collection, path }: LinkPlace, to: string): string | undefined {
    const page = (joined: string | undefined) =>
      joined === undefined ? undefined : pages.get(`${collection}\n${pageKey(joined)}`);
    if (to.startsWith('/')) return page(to.slice(1)) ?? byEnd(collection, pageKey(to));
    // Hugo and Docusaurus serve `a/b.md` as `a/b/`: a link may be meant from there.
    const served = joinPath(folderOf(path), pageKey(path).split('/').at(-1) ?? '', to);
    return page(joinPath(folderOf(path), to)) ?? page(served) ?? page(to);
  }

  return {
    resolve(from, href) {
      const written = href.trim();
      const short = SHORTCODE.exec(written)?.[1];
      const address = short ?? written;
      const [head = '', fragment = ''] = address.split('#', 2);
      const anchor = decoded(fragment);
      const to = decoded(head.split('?', 1)[0] ?? '');
      const leads = (id: string): LinkTarget => ({ kind: 'procedure', id, ...(anchor === '' ? {} : { anchor }) });
      if (OUTSIDE.test(address)) {
        const file = REPOSITORY_FILE.exec(address)?.[1];
        const id = from && file && pages.get(`${from.collection}\n${pageKey(decoded(file))}`);
        return id ? leads(id) : { kind: 'external' };
      }
      if (to === '') return { kind: 'anchor', anchor };
      const id = from && (find(from, to) ?? (short ? byEnd(from.collection, pageKey(to)) : undefined));
      return id ? leads(id) : { kind: 'missing', path: to };
    },
  };
}
