import { createInstance, type i18n, type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Preferences } from '../../src-shared/contract/ipc.ts';
import { type Language, typesetFrench } from '../platform/format.ts';

type Texts = { [key: string]: string | Texts };

function mapTexts(texts: Texts, change: (text: string) => string): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === 'string' ? change(value) : mapTexts(value, change),
    ]),
  );
}

/** The preference, else the operating system's locale: French for a French one, English for every other. */
export function languageOf(preference: Preferences['language'], locale: string): Language {
  if (preference !== 'system') return preference;
  return locale.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/**
 * Both languages, so that switching needs neither network nor restart and a text may be told in the other one. They are
 * files of their own: read while the records are, not compiled before them.
 */
export async function createI18n(language: Language): Promise<i18n> {
  const [{ default: fr }, { default: en }] = await Promise.all([
    import('./locales/fr.json', { with: { type: 'json' } }),
    import('./locales/en.json', { with: { type: 'json' } }),
  ]);
  const resources: Resource = {
    fr: { translation: mapTexts(fr, typesetFrench) },
    en: { translation: en },
  };
  const instance = createInstance();
  instance.use(initReactI18next).init({
    lng: language,
    resources,
    fallbackLng: 'en',
    initAsync: false,
    // React escapes what it renders; escaping twice would show entities.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}
