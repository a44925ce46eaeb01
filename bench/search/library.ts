import { readFileSync } from 'node:fs';
import { packSchema } from '../../src-shared/model/pack.ts';
import { packedTexts } from '../../src-shared/procedure/from-pack.ts';
import type { SearchedText } from '../../src-shared/procedure/search/weigh.ts';

const SYLLABLES = 'ka re mo ti su po lan ver der nos bri cal tor ment ing eur ation able'.split(' ');
const SYSTEMS = ['Kube', 'Node', 'Postgres', 'Disk', 'Redis', 'Etcd'];
const INVENTED = 20_000;

/** Numbers from 0 to 1, the same in every run (a linear congruential generator of 31 bits). */
function createRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

const textsOf = (language: string) => {
  const file = new URL(`../../resources/packs/procedures.${language}.json`, import.meta.url);
  return packedTexts(packSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
};

/**
 * Runbooks of some 2.5 KB in words of the French and English procedures and invented ones, common ones often and most of
 * them seldom, as in any language.
 */
export function createLibrary(count: number): SearchedText[] {
  const random = createRandom();
  const pick = <T>(list: readonly T[], skew = 1): T =>
    list[Math.min(list.length - 1, Math.floor(list.length * random() ** skew))] as T;
  const written = [...textsOf('fr'), ...textsOf('en')].map(({ head, body }) => `${head.title} ${body}`).join(' ');
  const invented = Array.from({ length: INVENTED }, () =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(SYLLABLES)).join(''),
  );
  const vocabulary = [...new Set(written.match(/[\p{L}_]{3,}/gu)), ...invented];
  const word = () => pick(vocabulary, 3);
  const words = (many: number) => Array.from({ length: many }, word).join(' ');
  return Array.from({ length: count }, (_, at) => ({
    id: `runbook-${at}`,
    title: `${pick(SYSTEMS)} ${words(3)} ${at}`,
    names: [`${pick(SYSTEMS)}Alert${at}Firing`],
    labels: [pick(SYSTEMS).toLowerCase(), word()],
    body: Array.from(
      { length: 5 },
      () => `## ${words(2)}\n\n${words(50)}\n\n- [ ] \`kubectl get pods -n ${word()} --dry-run\`\n`,
    ).join('\n'),
  }));
}

/** Typed letter by letter. Words that are there, endings and accents that are not, slips, names and code. */
export const TYPED = [
  'redémarrer le service postgres',
  'sauvegarde de la base',
  'vérifier les alertes',
  'restarting pods',
  'kubectl get pods -n',
  'PostgresAlert4242Firing',
  'postgresalert99',
  'verfier les alretes',
  'suavegarde',
  'pg_stat_activity',
  'disk 512',
  'e',
];

/** What a search is asked for while somebody types. */
export const keysOf = (typed: readonly string[]): string[] =>
  typed.flatMap((text) => Array.from({ length: text.length }, (_, at) => text.slice(0, at + 1)));
