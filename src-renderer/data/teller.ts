import type { i18n } from 'i18next';
import type { Teller } from '../../src-shared/procedure/post-mortem/draft.ts';
import type { DraftLanguage } from '../../src-shared/procedure/post-mortem/words.ts';
import { isZone } from '../../src-shared/time/zone.ts';
import { createFormat } from '../platform/format.ts';
import type { Directory } from './directory.ts';
import { entryWords } from './entry-words.ts';

/** The language that a post-mortem says it is kept in; English for one that the console has no words of. */
export const draftLanguage = (language: string | undefined): DraftLanguage =>
  language?.toLowerCase().startsWith('fr') ? 'fr' : 'en';

interface TellerDeps {
  i18n: i18n;
  directory: Directory;
  language: DraftLanguage;
  /** Another zone than this machine knows is read as UTC. */
  zone: string;
  /** Names another incident. */
  of(incident: string): string;
}

/** Tells a post-mortem's draft in the document's own language and zone, whoever has it drafted. */
export function createTeller({ i18n, directory, language, zone: wanted, of }: TellerDeps): Teller {
  const zone = isZone(wanted) ? wanted : 'UTC';
  const t = i18n.getFixedT(language);
  const format = createFormat({ language, zone });
  // What others read speaks to nobody: there is no « vous » in it.
  const told: Directory = { ...directory, isMe: () => false };
  return {
    language,
    zone,
    actor: directory.actor,
    service: (id) => directory.service(id)?.name ?? id,
    team: (id) => directory.team(id)?.name ?? id,
    say: (entry) => entryWords(entry, { t, format, directory: told, now: entry.at }, of),
  };
}
