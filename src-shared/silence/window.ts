import type { Entity } from '../model/collections.ts';
import { type Matcher, matcherSchema } from '../model/silence.ts';
import type { Instant } from '../time/clock.ts';
import { labelTest, regexProblem } from './matcher.ts';
import { createSilencer } from './silencer.ts';
import { runningSpan } from './state.ts';

const literal = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const { maxLength: LONGEST } = matcherSchema.shape.value;
/** A condition may be that long, and an expression that is too large would match nothing. */
const isHeld = (value: string) => value.length <= (LONGEST ?? 0) && regexProblem(value) === undefined;

/** What alerts of these services are found by: as few conditions as hold all their names, any of which finds one. */
export function windowMatchers(names: readonly string[]): Matcher[] {
  const groups: string[][] = [];
  for (const name of names) {
    const last = groups.at(-1);
    if (last && isHeld([...last, name].map(literal).join('|'))) last.push(name);
    else groups.push([name]);
  }
  return groups.map((group) => {
    const [only, ...others] = group;
    const isRegex = others.length > 0;
    return { name: 'service', value: isRegex ? group.map(literal).join('|') : (only ?? ''), isRegex, isEqual: true };
  });
}

/** What is known when a window is about to open. */
interface Standing<Row> {
  incidents: readonly Row[];
  /** At least those of the incidents that are open. */
  alerts: readonly Entity<'alert'>[];
  silences: readonly Entity<'silence'>[];
}

/**
 * The incidents that a window on the services of these names would make silent although nobody has acknowledged them,
 * the gravest first: all that fires in them would be covered, and is not yet.
 */
export function quietedBy<Row extends Entity<'incident'>>(
  names: readonly string[],
  { incidents, alerts, silences }: Standing<Row>,
  now: Instant,
): Row[] {
  const matchers = windowMatchers(names).map((matcher) => labelTest([matcher]));
  const inWindow = ({ doc }: Entity<'alert'>) => matchers.some((matches) => matches(doc.labels));
  const silencer = createSilencer(silences, now);
  const firing = alerts.filter(({ doc }) => doc.status === 'firing');
  return incidents
    .filter(({ id, doc }) => {
      if (doc.status !== 'triggered' || runningSpan(doc.silences, now)) return false;
      const own = firing.filter((alert) => alert.doc.incident === id);
      const covered = (alert: Entity<'alert'>) => silencer.cover(alert.doc.labels) !== undefined;
      return own.some((alert) => !covered(alert)) && own.every((alert) => inWindow(alert) || covered(alert));
    })
    .sort((a, b) => a.doc.priority.localeCompare(b.doc.priority) || a.doc.openedAt - b.doc.openedAt);
}
