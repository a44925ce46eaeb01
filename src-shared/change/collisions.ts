import type { Change, ChangeContent, Freeze } from '../model/change.ts';
import type { Instant } from '../time/clock.ts';
import { isOpenChange } from './transitions.ts';

interface Span {
  from: Instant;
  to: Instant;
}

/** One time of a plan that opens a maintenance window. Half-open. */
export interface PlannedWork extends Span {
  id: string;
  title: string;
  service: string | undefined;
}

/** What a change meets in its window, and where in time both are. */
export type Collision = Span & { id: string; title: string; services: readonly string[] } & (
    | { kind: 'change'; status: Change['status'] }
    | { kind: 'freeze'; isExcepted: boolean; reason: string }
    | { kind: 'maintenance' }
  );

/** What two half-open spans share; undefined where the one ends before or as the other begins. */
export function overlapOf(a: Span, b: Span): Span | undefined {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : undefined;
}

const shared = (a: readonly string[], b: readonly string[]) => a.filter((one) => b.includes(one));

/** Whether a freeze holds for these services: one that names none holds for all. */
export const freezeCovers = (freeze: Pick<Freeze, 'services'>, services: readonly string[]): boolean =>
  freeze.services.length === 0 || shared(freeze.services, services).length > 0;

/** What is checked: a change as it is, or as it is being written. */
export type Asked = Pick<ChangeContent, 'services' | 'window'> & Partial<Pick<Change, 'exceptions'>> & { id?: string };

interface Surroundings {
  changes: readonly { id: string; doc: Change }[];
  freezes: readonly { id: string; doc: Freeze }[];
  planned: readonly PlannedWork[];
}

/**
 * Everything that a change's window meets on its services: other changes that are not over, freezes, and maintenance
 * that opens a window. Half-open: what begins as it ends is no collision. Earliest first.
 */
export function collisionsOf(asked: Asked, { changes, freezes, planned }: Surroundings): Collision[] {
  const found: Collision[] = [];
  for (const { id, doc } of changes) {
    if (id === asked.id || !isOpenChange(doc)) continue;
    const services = shared(asked.services, doc.services);
    const span = services.length > 0 ? overlapOf(asked.window, doc.window) : undefined;
    if (span) found.push({ kind: 'change', id, title: doc.title, services, status: doc.status, ...span });
  }
  for (const { id, doc } of freezes) {
    const span = freezeCovers(doc, asked.services) ? overlapOf(asked.window, doc.window) : undefined;
    if (!span) continue;
    const isExcepted = (asked.exceptions ?? []).some(({ freeze }) => freeze === id);
    const services = shared(asked.services, doc.services);
    found.push({ kind: 'freeze', id, title: doc.title, services, isExcepted, reason: doc.reason, ...span });
  }
  for (const { id, title, service, ...work } of planned) {
    const span =
      service !== undefined && asked.services.some((one) => one === service) && overlapOf(asked.window, work);
    if (span) found.push({ kind: 'maintenance', id, title, services: [service], ...span });
  }
  return found.sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
}

/** The first freeze that forbids going ahead now: it meets what is left of the window, and no lead made an exception. */
export function freezeInTheWay(
  { services, window, exceptions }: Pick<Change, 'services' | 'window' | 'exceptions'>,
  freezes: readonly { id: string; doc: Freeze }[],
  now: Instant,
): { id: string; doc: Freeze } | undefined {
  const left = { from: now, to: Math.max(window.to, now + 1) };
  return freezes
    .filter(({ id, doc }) => freezeCovers(doc, services) && !exceptions.some(({ freeze }) => freeze === id))
    .filter(({ doc }) => overlapOf(left, doc.window))
    .sort((a, b) => a.doc.window.from - b.doc.window.from || (a.id < b.id ? -1 : 1))[0];
}
