import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };

type Texts = { [key: string]: string | Texts };

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;
const languages = { fr: flatten(fr), en: flatten(en) };
const bare = (keys: Iterable<string>) => [...new Set([...keys].map((key) => key.replace(PLURAL, '')))].sort();
const french = bare(languages.fr.keys());

const renderer = path.resolve(import.meta.dirname, '../..');
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => readFileSync(path.join(renderer, file), 'utf8'));

/** Any literal that reads like a key counts as used: keys also travel in tables and props. */
const literals = new Set(
  sources.flatMap((text) => [...text.matchAll(/['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g)].map((m) => m[1] ?? '')),
);
/** `rejection.${reason}` uses all keys that fit. */
const patterns = sources
  .flatMap((text) => [...text.matchAll(/`((?:[\w-]+\.)+[^`\s]*\$\{[^`]*)`/g)].map((m) => m[1] ?? ''))
  .map((template) => {
    const pieces = template.split(/\$\{[^}]*\}/).map((piece) => piece.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${pieces.join('[\\w.-]+')}$`);
  });

describe('locales', () => {
  it('have the same keys in both languages', () => {
    expect(bare(languages.en.keys())).toEqual(french);
  });

  it.each(['fr', 'en'] as const)('have every plural form that %s has', (language) => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const keys = languages[language];
    const missing = bare([...keys.keys()].filter((key) => PLURAL.test(key))).flatMap((key) =>
      wanted.filter((form) => !keys.has(`${key}_${form}`)).map((form) => `${key}_${form}`),
    );
    expect(missing).toEqual([]);
  });

  it('fill the same holes in both languages', () => {
    const holes = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();
    const different = [...languages.fr].filter(([key, text]) => {
      const other = languages.en.get(key);
      return other !== undefined && JSON.stringify(holes(text)) !== JSON.stringify(holes(other));
    });
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('leave no text empty', () => {
    const empty = Object.values(languages).flatMap((keys) => [...keys].filter(([, text]) => text.trim() === ''));
    expect(empty).toEqual([]);
  });

  it('are all used', () => {
    const unused = french.filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it('hold every key that the code asks for', () => {
    const known = new Set(french);
    const asked = sources.flatMap((text) =>
      [...text.matchAll(/\bt\(\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? ''),
    );
    expect([...new Set(asked)].filter((key) => !known.has(key))).toEqual([]);
  });
});
