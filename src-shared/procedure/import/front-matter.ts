import { parseDocument } from 'yaml';
import { z } from 'zod';

/** What a file says about itself, in the words of Hugo, Jekyll, Docusaurus or ours. Unknown keys are passed over. */
export interface FrontMatter {
  title?: string;
  tags: string[];
  services: string[];
  owner?: string;
  alertNames: string[];
  /** Days. */
  reviewEvery?: number;
  language?: string;
}

export type ReadFrontMatter = {
  matter: FrontMatter;
  /** The text without it. */
  body: string;
  /** It is there, and was not understood. */
  problem?: { reason: 'frontMatter' | 'frontMatterToml'; detail?: string };
};

const LONGEST = 50_000;
const YAML = /^---[ \t]*\n([\s\S]*?)(?:\n)?^(?:---|\.\.\.)[ \t]*(?:\n|$)/m;
const TOML = /^\+\+\+[ \t]*\n[\s\S]*?^\+\+\+[ \t]*(?:\n|$)/m;

const line = z.union([z.string(), z.number()]).transform(String);
/** A list, or words between commas. */
const words = z
  .union([z.array(line), line.transform((text) => text.split(','))])
  .transform((list) => list.map((one) => one.trim()).filter((one) => one !== ''));

const DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };

/** `90`, `90d`, `12 weeks`, `6 months`, `1y`, as days. */
function daysOf(text: string): number | undefined {
  const [, count, unit = 'd'] = /^\s*(\d{1,4})\s*([dwmy])?[a-z]*\s*$/i.exec(text) ?? [];
  const days = Number(count) * (DAYS[unit.toLowerCase()] ?? 1);
  return days >= 1 && days <= 3_660 ? days : undefined;
}

function first<T>(fields: ReadonlyMap<string, unknown>, schema: z.ZodType<T>, ...keys: string[]): T | undefined {
  for (const key of keys) {
    const read = schema.safeParse(fields.get(key));
    if (read.success) return read.data;
  }
  return undefined;
}

function matterOf(json: unknown): FrontMatter {
  const read = z.record(z.string(), z.unknown()).safeParse(json);
  const entries = Object.entries(read.success ? read.data : {});
  const fields = new Map(entries.map(([key, value]) => [key.toLowerCase().replaceAll(/[-_ ]/g, ''), value]));
  const title = first(fields, line, 'title')?.trim();
  const owner = first(fields, line, 'owner', 'owners', 'team')?.trim();
  const language = first(fields, line, 'language', 'lang')?.trim().toLowerCase();
  const reviewEvery = daysOf(first(fields, line, 'reviewevery', 'review', 'reviewin', 'reviewdays') ?? '');
  const list = (...keys: string[]) => first(fields, words, ...keys) ?? [];
  return {
    tags: [...new Set([...list('tags', 'tag'), ...list('categories', 'keywords')])],
    services: list('services', 'service'),
    alertNames: list('alertnames', 'alertname', 'alerts', 'alert'),
    ...(title ? { title } : {}),
    ...(owner ? { owner } : {}),
    ...(reviewEvery === undefined ? {} : { reviewEvery }),
    ...(language && /^[a-z]{2}(-[a-z]{2,8})?$/.test(language) ? { language } : {}),
  };
}

const nothing = (): FrontMatter => ({ tags: [], services: [], alertNames: [] });

/** Takes the front matter off a text. YAML alone is read, its core schema without tags; never throws. */
export function readFrontMatter(text: string): ReadFrontMatter {
  if (text.startsWith('+++')) {
    const toml = TOML.exec(text);
    if (toml?.index !== 0) return { matter: nothing(), body: text };
    return { matter: nothing(), body: text.slice(toml[0].length), problem: { reason: 'frontMatterToml' } };
  }
  const found = text.startsWith('---') ? YAML.exec(text.slice(0, LONGEST)) : null;
  if (found?.index !== 0) return { matter: nothing(), body: text };
  const body = text.slice(found[0].length);
  try {
    const document = parseDocument(found[1] ?? '', { schema: 'core', logLevel: 'silent' });
    const [error] = document.errors;
    if (error) throw error;
    const json: unknown = document.toJS({ maxAliasCount: 20 });
    // Two rules with a sentence between them are no front matter.
    if (json !== null && typeof json !== 'object') return { matter: nothing(), body: text };
    return { matter: matterOf(json), body };
  } catch (error) {
    const detail = (error instanceof Error ? error.message : '').split('\n', 1)[0]?.slice(0, 200) ?? '';
    return { matter: nothing(), body, problem: { reason: 'frontMatter', detail } };
  }
}
