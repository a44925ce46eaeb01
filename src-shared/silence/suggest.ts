import type { Matcher } from '../model/silence.ts';
import type { Labels } from './matcher.ts';

const MOST_NAMES = 20;

/**
 * Matchers for « silence this »: the labels that all these alerts share, as Alertmanager's own button does for one
 * alert. Where they share none, their names together; empty where they have none either.
 */
export function suggestMatchers(alerts: readonly Labels[]): Matcher[] {
  const [first, ...others] = alerts;
  if (!first) return [];
  const shared = Object.entries(first)
    .filter(
      ([name, value]) => value !== '' && value.length <= 1_000 && others.every((labels) => labels[name] === value),
    )
    .slice(0, MOST_NAMES)
    .map(([name, value]): Matcher => ({ name, value, isRegex: false, isEqual: true }));
  const rank = (name: string) => ['alertname', 'service', 'job', 'instance'].indexOf(name) >>> 0;
  if (shared.length > 0) return shared.sort((a, b) => rank(a.name) - rank(b.name));
  const names = [...new Set(alerts.flatMap((labels) => labels.alertname ?? []))].slice(0, MOST_NAMES);
  if (names.length === 0) return [];
  const value = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return value.length > 1_000 ? [] : [{ name: 'alertname', value, isRegex: true, isEqual: true }];
}
