import type { Doc, Entity } from '../model/collections.ts';
import type { Procedure } from '../model/procedure.ts';
import { labelTest } from '../silence/matcher.ts';

/** Why a runbook is suggested for an alert, the surest first. */
export const MATCH_REASONS = ['alertName', 'matchers', 'runbookUrl', 'title', 'service'] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

export interface Suggestion {
  id: string;
  title: string;
  reason: MatchReason;
}

type AlertFacts = Pick<Doc<'alert'>, 'labels' | 'annotations' | 'title' | 'service'>;

/** `KubePodCrashLooping`, `kube-pod-crash-looping.md` and « Kube pod crash looping » are one name. */
export const nameKey = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(?:\.(?:md|markdown|mdx|html?|erb))+$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');

export const alertNameOf = ({ labels, title }: Pick<AlertFacts, 'labels' | 'title'>): string =>
  labels.alertname || title;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Path, query, fragment: RFC 3986, appendix B. */
const ADDRESS = /^https?:\/\/[^/?#]+([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/is;

/** Names that the annotation `runbook_url` leads to: its fragment, and the last part of its path. */
function runbookNames(url: string | undefined): { path: string; names: Set<string> } | undefined {
  const [, path = '', fragment = ''] = ADDRESS.exec(url ?? '') ?? [];
  const last = path.split('/').filter(Boolean).at(-1) ?? '';
  const names = [fragment, last].flatMap((name) => nameKey(decoded(name)) || []);
  return names.length > 0 ? { path: decoded(path), names: new Set(names) } : undefined;
}

/** A folder's page is called what its folder is called. */
function fileName({ source }: Procedure): string {
  const [name = '', folder = ''] = source?.path.split('/').reverse() ?? [];
  return nameKey(/^(readme|_?index)(\.\w+)+$/i.test(name) ? folder : name);
}

/** Finds the runbooks for an alert, the surest first and each once. */
export type RunbookFinder = (alert: AlertFacts) => Suggestion[];

type Runbook = Entity<'procedure'>;

function put(map: Map<string, Runbook[]>, key: string, runbook: Runbook): void {
  const list = map.get(key);
  if (list) list.push(runbook);
  else map.set(key, [runbook]);
}

/** Looks each runbook over once: an incident of fifty alerts then asks fifty times among 10,000 at no cost. */
export function createRunbookFinder(procedures: Iterable<Runbook>): RunbookFinder {
  const byAlert = new Map<string, Runbook[]>();
  const byName = new Map<string, Runbook[]>();
  const byPath = new Map<string, Runbook[]>();
  const byService = new Map<string, Runbook[]>();
  const matched: { runbook: Runbook; tests: ReturnType<typeof labelTest>[] }[] = [];
  for (const runbook of procedures) {
    const { doc } = runbook;
    if (doc.kind !== 'runbook' || doc.archived) continue;
    for (const name of doc.match?.alertNames ?? []) put(byAlert, name, runbook);
    for (const name of new Set([nameKey(doc.title), fileName(doc)])) if (name !== '') put(byName, name, runbook);
    if (doc.source) put(byPath, doc.source.path, runbook);
    for (const service of doc.services) put(byService, service, runbook);
    const { matchers = [] } = doc.match ?? {};
    if (matchers.length > 0) matched.push({ runbook, tests: matchers.map((all) => labelTest(all)) });
  }

  return (alert) => {
    const name = alertNameOf(alert);
    const link = runbookNames(alert.annotations.runbook_url ?? alert.labels.runbook_url);
    const parts = link?.path.split('/') ?? [];
    const longest = parts.map((_, at) => parts.slice(at + 1).join('/')).find((path) => byPath.has(path));
    const linked = [
      ...[...(link?.names ?? [])].flatMap((one) => byName.get(one) ?? []),
      // The longest path: `k8s/pods/README.md` is not the repository's own `README.md`.
      ...(longest === undefined ? [] : (byPath.get(longest) ?? [])),
    ];
    const candidates: Record<MatchReason, readonly Runbook[]> = {
      alertName: byAlert.get(name) ?? [],
      matchers: matched.flatMap(({ runbook, tests }) => (tests.some((test) => test(alert.labels)) ? [runbook] : [])),
      runbookUrl: linked,
      title: byName.get(nameKey(name)) ?? [],
      service: (alert.service !== undefined && byService.get(alert.service)) || [],
    };
    const known = new Set<string>();
    return MATCH_REASONS.flatMap((reason) =>
      candidates[reason]
        .flatMap(({ id, doc }): Suggestion[] => {
          if (known.has(id)) return [];
          known.add(id);
          return [{ id, title: doc.title, reason }];
        })
        .sort((a, b) => a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1)),
    );
  };
}
