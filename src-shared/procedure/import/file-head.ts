import { asLine, isName } from '../../model/name.ts';
import type { FrontMatter } from './front-matter.ts';

/** Folders that say how a site is built and nothing about what is in them. */
const PLAIN_FOLDERS = new Set([
  'alerts',
  'content',
  'doc',
  'docs',
  'documentation',
  'en',
  'fr',
  'pages',
  'runbook',
  'runbooks',
  'site',
  'src',
  'website',
]);
/** What runbooks share: no alert is named after it, however it is written. */
const SHARED_FOLDERS = /(^|\/)(common|helpers|includes|partials|shared|snippets|templates)\//i;
/** A repository's own papers: nobody on call looks for them. */
const PAPERS =
  /^(authors|changelog|code[-_]of[-_]conduct|contributing|contributors|governance|license|licence|maintainers|notice|owners|pull[-_]request[-_]template|security|support|template)\.(md|markdown|mdx)$/i;
const INDEX = /^(readme|_?index)$/i;
/** `KubePodCrashLooping`, `etcdNoLeader`, `HCP_KubeAPIDown`, `SSPDown`: no spaces, and humps. */
const isAlertName = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_:]*$/.test(name) && /.[a-z0-9][A-Z]|[A-Z]{3}[a-z]{2}/.test(name);
const FIRST_HEADING = /^(?:#[ \t]+(.+?)[ \t]*#*|([^\n#>`|-][^\n]*)\n=+)[ \t]*$/m;

export const isMarkdown = (path: string): boolean => /\.(md|markdown|mdx)(\.erb)?$/i.test(path);
export const isPaper = (path: string): boolean => PAPERS.test(path.split('/').at(-1) ?? '');
/** Of the tools that work on the repository. */
export const isHidden = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || part === 'node_modules');

const baseName = (path: string): string =>
  (path.split('/').at(-1) ?? '').replace(/(?:\.(?:md|markdown|mdx|html?|erb))+$/i, '');

/** Of the folder where the file is its page: `KubePodStuck/index.md`. */
function nameOf(path: string): string {
  const name = baseName(path);
  return (INDEX.test(name) ? path.split('/').at(-2) : undefined) ?? name;
}

const bare = (heading: string): string =>
  heading
    .replace(/\s*\{[^{}]*\}\s*$/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*_]{1,3}(?=\S)([^`*]+?)[`*_]{1,3}(?!\w)/g, '$1')
    .trim();

/** The first heading of the first level, without its marks. */
function firstHeading(body: string): string | undefined {
  const [, hashes, underlined] = FIRST_HEADING.exec(body.slice(0, 20_000)) ?? [];
  return bare(hashes ?? underlined ?? '') || undefined;
}

/** Front matter, else the first heading, else the name of the file, or of its folder where it is the folder's page. */
export function titleOf(path: string, body: string, matter: Pick<FrontMatter, 'title'>): string {
  const title = matter.title ?? firstHeading(body) ?? nameOf(path).replaceAll(/[-_]+/g, ' ');
  return title.replaceAll(/\s+/g, ' ').trim().slice(0, 300) || path.slice(0, 300);
}

/** The alerts a file is for: those it names, else the one that it is named after. */
export function alertNamesOf(path: string, body: string, matter: Pick<FrontMatter, 'alertNames'>): string[] {
  const own = SHARED_FOLDERS.test(path) ? [] : [nameOf(path), firstHeading(body) ?? ''];
  const found = matter.alertNames.length > 0 ? matter.alertNames : own.filter(isAlertName);
  return [...new Set(found.map((name) => name.slice(0, 500)))].slice(0, 200);
}

/** Its own tags, and the folders it lies in. */
export function tagsOf(path: string, matter: Pick<FrontMatter, 'tags'>): string[] {
  const folders = path.split('/').slice(0, -1);
  const telling = folders.filter((folder) => !PLAIN_FOLDERS.has(folder.toLowerCase()));
  const tags = [...matter.tags, ...telling].map((tag) => asLine(tag).slice(0, 60));
  return [...new Set(tags.filter(isName))].slice(0, 50);
}
