import { readFileSync } from 'node:fs';
import { createInstance } from 'i18next';

/** The console's own words, so that tests name things as a person reads them. */
export type Words = (key: string, values?: Record<string, string | number>) => string;

export function wordsIn(language: 'fr' | 'en'): Words {
  const file = new URL(`../../src-renderer/app/locales/${language}.json`, import.meta.url);
  const instance = createInstance();
  void instance.init({
    lng: language,
    initAsync: false,
    resources: { [language]: { translation: JSON.parse(readFileSync(file, 'utf8')) } },
    interpolation: { escapeValue: false },
  });
  return (key, values) => {
    if (!instance.exists(key, values)) throw new Error(`the locale has no ${key}`);
    return instance.t(key, values ?? {});
  };
}
