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
    .replace(/\.(md|markdown|html?)$/, '')
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

const fileName = (procedure: Procedure) => nameKey(procedure.source?.path.split('/').at(-1) ?? '');

/**
 * The runbooks for an alert, the surest first and each once: pinned to its name, by matchers, by its `runbook_url`, by
 * a title or file of its name, by its service.
 */
export function suggestRunbooks(alert: AlertFacts, procedures: readonly Entity<'procedure'>[]): Suggestion[] {
  const name = alertNameOf(alert);
  const key = nameKey(name);
  const runbook = runbookNames(alert.annotations.runbook_url ?? alert.labels.runbook_url);
  const reasonOf = (doc: Procedure): MatchReason | undefined => {
    if (doc.match?.alertNames.includes(name)) return 'alertName';
    if (doc.match?.matchers.some((matchers) => labelTest(matchers)(alert.labels))) return 'matchers';
    const own = [nameKey(doc.title), fileName(doc)].filter(Boolean);
    const isLinked =
      runbook !== undefined &&
      (own.some((one) => runbook.names.has(one)) ||
        (doc.source !== undefined && runbook.path.endsWith(`/${doc.source.path}`)));
    if (isLinked) return 'runbookUrl';
    if (key !== '' && own.includes(key)) return 'title';
    return alert.service !== undefined && doc.services.includes(alert.service) ? 'service' : undefined;
  };
  return procedures
    .flatMap(({ id, doc }) => {
      const reason = doc.kind === 'runbook' && !doc.archived ? reasonOf(doc) : undefined;
      return reason ? [{ id, title: doc.title, reason }] : [];
    })
    .sort(
      (a, b) =>
        MATCH_REASONS.indexOf(a.reason) - MATCH_REASONS.indexOf(b.reason) ||
        a.title.localeCompare(b.title) ||
        (a.id < b.id ? -1 : 1),
    );
}
