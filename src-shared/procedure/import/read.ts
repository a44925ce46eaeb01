import type { PersonId, ServiceId, TeamId } from '../../model/ids.ts';
import { BODY_LENGTH, type RunbookMatch } from '../../model/procedure.ts';
import { joinPath } from '../links.ts';
import { decodeText } from './decode.ts';
import { alertNamesOf, isHidden, isMarkdown, isPaper, tagsOf, titleOf } from './file-head.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { CannotRead, IMPORT_LIMITS, type ImportProblem, type LeftOut, type SourceEntry } from './problem.ts';
import { endingOf, IMAGE_ENDINGS, plainMarkdown, rewriteImages, withoutImports } from './rewrite.ts';

/** One file as the procedure it is to become. */
export interface ImportedText {
  path: string;
  title: string;
  body: string;
  tags: string[];
  services: ServiceId[];
  owner?: PersonId;
  team?: TeamId;
  match?: RunbookMatch;
  reviewEvery?: number;
  language?: string;
  /** Hashes of the pictures it shows. */
  images: string[];
}

export interface ImportedImage {
  hash: string;
  name: string;
  type: string;
  bytes: Uint8Array;
}

export interface ReadCollection {
  texts: ImportedText[];
  /** By their hash: the pictures that the texts show. */
  images: Map<string, ImportedImage>;
  problems: ImportProblem[];
  /** Files that are neither Markdown nor shown by any: counted, not listed. */
  passedOver: number;
}

/** Whom and what front matter may name; by id or by name, whatever the case. */
export interface ImportDirectory {
  owner(name: string): { owner: PersonId } | { team: TeamId } | undefined;
  service(name: string): ServiceId | undefined;
}

export interface ReadOptions {
  directory: ImportDirectory;
  /** SHA-256, in lower-case hex. */
  hash(bytes: Uint8Array): Promise<string>;
  /** After each file; awaited, so that a page may draw. True stops, and what was read is thrown away. */
  progress?(done: number, total: number): Promise<boolean> | boolean;
}

const TYPES: Readonly<Record<string, string>> = { jpg: 'image/jpeg', jpeg: 'image/jpeg' };

/** Why a path is none that a collection may hold; it is never used as a path of this machine's. */
function pathProblem(path: string): LeftOut | undefined {
  if (path.length > IMPORT_LIMITS.path) return 'pathTooLong';
  const parts = path.split('/');
  const climbs = parts.some((part) => part === '..' || part === '.' || part === '');
  if (climbs || /^[a-z]:/i.test(path) || path.includes('\u0000') || !path.isWellFormed()) return 'badPath';
  return parts.length > IMPORT_LIMITS.folders ? 'tooDeep' : undefined;
}

/** Middleman's way of writing the title of its front matter again. */
const withTitle = (body: string, title: string | undefined): string =>
  title === undefined ? body : body.replaceAll(/<%=\s*current_page\.data\.title\s*%>/g, () => title);

const isOutside = (src: string) => /^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/i.test(src);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

interface Draft {
  path: string;
  body: string;
  matter: FrontMatter;
}

/**
 * Reads the files of a collection: each by itself, so that one that cannot be read is said and stops no other.
 * Undefined when `progress` stopped it. Never writes.
 */
export async function readCollection(
  all: readonly SourceEntry[],
  { directory, hash, progress }: ReadOptions,
): Promise<ReadCollection | undefined> {
  const problems: ImportProblem[] = [];
  const leaveOut = (path: string, reason: LeftOut, detail?: string) =>
    problems.push({ kind: 'leftOut', path: path.slice(0, 600), reason, ...(detail ? { detail } : {}) });
  let total = 0;
  const read = async (entry: SourceEntry, most: number): Promise<Uint8Array> => {
    if (entry.problem) throw new CannotRead(entry.problem);
    if (entry.size > most) throw new CannotRead('tooLarge');
    const bytes = await entry.read();
    if (bytes.length > most) throw new CannotRead('tooLarge');
    total += bytes.length;
    if (total > IMPORT_LIMITS.totalBytes) throw new CannotRead('tooMuch');
    return bytes;
  };
  const reasonOf = (error: unknown): [LeftOut, string] =>
    error instanceof CannotRead
      ? [error.reason, error.message]
      : ['unreadable', error instanceof Error ? error.message : ''];

  const byPath = new Map<string, SourceEntry>();
  const wanted: SourceEntry[] = [];
  let passedOver = 0;
  for (const entry of all) {
    if (isHidden(entry.path) && !entry.path.split('/').includes('..')) {
      passedOver += 1;
      continue;
    }
    const isText = isMarkdown(entry.path);
    const problem = pathProblem(entry.path) ?? (isText ? entry.problem : undefined);
    const key = entry.path.normalize('NFC');
    if (problem) leaveOut(entry.path, problem);
    else if (byPath.has(key)) leaveOut(entry.path, 'twice');
    else if (isText && isPaper(entry.path)) leaveOut(entry.path, 'aboutRepository');
    else {
      byPath.set(key, entry);
      if (isText && wanted.length >= IMPORT_LIMITS.files) leaveOut(entry.path, 'tooMany');
      else if (isText) wanted.push(entry);
    }
  }
  wanted.sort((a, b) => (a.path < b.path ? -1 : 1));

  const drafts: Draft[] = [];
  for (const [done, entry] of wanted.entries()) {
    try {
      const text = decodeText(await read(entry, IMPORT_LIMITS.textBytes));
      const { matter, body, problem } = readFrontMatter(text);
      if (problem) problems.push({ kind: 'notUnderstood', path: entry.path, ...problem });
      const written = /\.mdx$/i.test(entry.path) ? withoutImports(body) : body;
      const markdown = plainMarkdown(withTitle(written, matter.title)).replace(/^\n+/, '');
      if (markdown.length > BODY_LENGTH) leaveOut(entry.path, 'tooLong');
      else if (markdown.trim() === '') passedOver += 1;
      else drafts.push({ path: entry.path.normalize('NFC'), body: markdown, matter });
    } catch (error) {
      leaveOut(entry.path, ...reasonOf(error));
    }
    if (await progress?.(done + 1, wanted.length)) return undefined;
  }

  /** Hugo serves what lies in `static/` from the root. */
  const imageAt = (from: string, src: string): SourceEntry | undefined => {
    const to = decoded(src.split(/[?#]/, 1)[0] ?? '').normalize('NFC');
    const folder = from.split('/').slice(0, -1).join('/');
    const places = to.startsWith('/')
      ? [joinPath(to), joinPath('static', to), joinPath('content', to), joinPath('assets', to)]
      : [joinPath(folder, to), joinPath('static', to)];
    return places.flatMap((place) => (place === undefined ? [] : (byPath.get(place) ?? [])))[0];
  };
  const images = new Map<string, ImportedImage>();
  /** By path: the address it gets, or nothing where it cannot be had. */
  const addresses = new Map<string, string | undefined>();
  const take = async (from: string, src: string) => {
    const entry = imageAt(from, src);
    const warn = (reason: 'imageMissing' | 'imageTooLarge' | 'imageType') =>
      problems.push({ kind: 'notUnderstood', path: from, reason, detail: src.slice(0, 300) });
    if (!entry) return warn('imageMissing');
    const ending = endingOf(entry.path);
    if (!IMAGE_ENDINGS.has(ending)) return warn('imageType');
    if (addresses.has(entry.path)) return undefined;
    addresses.set(entry.path, undefined);
    if (entry.size > IMPORT_LIMITS.imageBytes) return warn('imageTooLarge');
    try {
      const bytes = await read(entry, IMPORT_LIMITS.imageBytes);
      const sum = await hash(bytes);
      addresses.set(entry.path, `blob/${sum}.${ending}`);
      const name = entry.path.split('/').at(-1)?.slice(-255) ?? sum;
      images.set(sum, { hash: sum, name, type: TYPES[ending] ?? `image/${ending}`, bytes });
    } catch (error) {
      leaveOut(entry.path, ...reasonOf(error));
    }
    return undefined;
  };

  const texts: ImportedText[] = [];
  for (const { path, body, matter } of drafts) {
    const shown = new Set<string>();
    rewriteImages(body, (src) => {
      if (!isOutside(src)) shown.add(src);
      return undefined;
    });
    for (const src of shown) await take(path, src);
    const used = new Set<string>();
    const rewritten = rewriteImages(body, (src) => {
      const entry = shown.has(src) ? imageAt(path, src) : undefined;
      const address = entry && addresses.get(entry.path);
      if (address !== undefined) used.add(address.slice(5, 69));
      return address;
    });
    if (rewritten.length > BODY_LENGTH) {
      leaveOut(path, 'tooLong');
      continue;
    }
    const alertNames = alertNamesOf(path, body, matter);
    const owner = matter.owner === undefined ? undefined : directory.owner(matter.owner);
    const unknown = (reason: 'unknownOwner' | 'unknownService', detail: string) =>
      problems.push({ kind: 'notUnderstood', path, reason, detail: detail.slice(0, 200) });
    if (matter.owner !== undefined && !owner) unknown('unknownOwner', matter.owner);
    const services = matter.services.flatMap((name) => {
      const id = directory.service(name);
      if (id === undefined) unknown('unknownService', name);
      return id ?? [];
    });
    texts.push({
      path,
      title: titleOf(path, body, matter),
      body: rewritten,
      tags: tagsOf(path, matter),
      services: [...new Set(services)].slice(0, 200),
      ...owner,
      ...(alertNames.length > 0 ? { match: { alertNames, matchers: [] } } : {}),
      ...(matter.reviewEvery === undefined ? {} : { reviewEvery: matter.reviewEvery }),
      ...(matter.language === undefined ? {} : { language: matter.language }),
      images: [...used],
    });
    if (await progress?.(wanted.length, wanted.length)) return undefined;
  }
  return { texts, images, problems, passedOver };
}
