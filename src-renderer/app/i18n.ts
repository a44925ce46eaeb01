import { createInstance, type i18n, type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Preferences } from '../../src-shared/contract/ipc.ts';
import { type Language, typesetFrench } from '../platform/format.ts';
import en from './locales/en.json' with { type: 'json' };
import fr from './locales/fr.json' with { type: 'json' };

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

/** Both languages are in the bundle, so that switching needs neither network nor restart. */
export function createI18n(language: Language): i18n {
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
