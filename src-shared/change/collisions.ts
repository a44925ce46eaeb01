import type { MaintenanceItem } from '../maintenance/items.ts';
import type { Change, ChangeContent, Freeze } from '../model/change.ts';
import type { Instant } from '../time/clock.ts';
import { isAuthor, isOpenChange } from './transitions.ts';
import { endOfWork, overlapOf, plannedEnd, type Span, workSpan } from './work-span.ts';

/** What a change meets, and where in time both are. */
export type Collision = Span & { id: string; title: string; services: readonly string[] } & (
    | { kind: 'change'; status: Change['status'] }
    /** `window`: as long as it lasts itself. */
    | { kind: 'freeze'; isExcepted: boolean; reason: string; window: Span }
    | { kind: 'maintenance' }
  );

type Freezes = readonly { id: string; doc: Freeze }[];

const shared = (a: readonly string[], b: readonly string[]) => a.filter((one) => b.includes(one));

/** Whether a freeze holds for these services: one that names none holds for all. */
const freezeCovers = (freeze: Pick<Freeze, 'services'>, services: readonly string[]): boolean =>
  freeze.services.length === 0 || shared(freeze.services, services).length > 0;

/**
 * A lead lets the change, as it is written, go ahead in the freeze as it is now. One who has become its author since
 * does not: whatever is heard of first, nobody lets their own change go ahead.
 */
export const isExcepted = (
  { exceptions = [], authors = [] }: Partial<Pick<Change, 'exceptions' | 'authors'>>,
  { id, doc }: Freezes[number],
): boolean =>
  exceptions.some(
    ({ freeze, freezeRevision, by }) => freeze === id && freezeRevision === doc.revision && !isAuthor({ authors }, by),
  );

/** What is checked: a change as it is, or as it is being written. */
export type Asked = Pick<ChangeContent, 'services' | 'window'> &
  Partial<Pick<Change, 'exceptions' | 'authors' | 'startedAt' | 'endedAt' | 'until'>> & { id?: string };

interface Surroundings {
  changes: readonly { id: string; doc: Change }[];
  freezes: Freezes;
  /** Maintenance that may reach into its time. */
  items: readonly MaintenanceItem[];
}

/** A plan without a length still takes a while. */
const WHILE = 60_000;

/** When the service of an occurrence is worked on, as it was moved; undefined where that opens no window, or is over. */
function maintained({ state, plan }: MaintenanceItem, now: Instant): Span | undefined {
  const { status, at, end, started } = state;
  const isOver = status === 'done' || status === 'doneLate' || status === 'skipped';
  // An update that has begun is its change, wherever that lies.
  if (!plan.doc.window || isOver || (plan.doc.change && started)) return undefined;
  const to = Math.max(end, at + WHILE);
  return status === 'inProgress' && started ? { from: started.at, to: Math.max(to, now + 1) } : { from: at, to };
}

/**
 * Everything that a change meets on its services: other changes that are not over, freezes, and maintenance that opens
 * a window, each where it is planned or is worked on by now. Half-open: what begins as it ends is no collision.
 * Earliest first.
 */
export function collisionsOf(asked: Asked, { changes, freezes, items }: Surroundings, now: Instant): Collision[] {
  const found: Collision[] = [];
  const mine = workSpan(asked, now);
  for (const { id, doc } of changes) {
    if (id === asked.id || !isOpenChange(doc)) continue;
    const services = shared(asked.services, doc.services);
    const span = services.length > 0 ? overlapOf(mine, workSpan(doc, now)) : undefined;
    if (span) found.push({ kind: 'change', id, title: doc.title, services, status: doc.status, ...span });
  }
  for (const freeze of freezes) {
    const { id, doc } = freeze;
    const span = freezeCovers(doc, asked.services) ? overlapOf(mine, doc.window) : undefined;
    if (!span) continue;
    const { title, reason, window } = doc;
    const services = shared(asked.services, doc.services);
    found.push({
      kind: 'freeze',
      id,
      title,
      services,
      isExcepted: isExcepted(asked, freeze),
      reason,
      window,
      ...span,
    });
  }
  for (const item of items) {
    const { service, title } = item.plan.doc;
    const work = service !== undefined && asked.services.includes(service) ? maintained(item, now) : undefined;
    const span = work && overlapOf(mine, work);
    if (service && span) found.push({ kind: 'maintenance', id: item.planned.id, title, services: [service], ...span });
  }
  return found.sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
}

/**
 * The first freeze that forbids going ahead at `from`: it meets what is left of the work then, which takes as long as
 * its window if it begins only now, and no lead made an exception for it as it is.
 */
export function freezeInTheWay(
  change: Pick<Change, 'services' | 'window' | 'until' | 'exceptions' | 'authors' | 'startedAt'>,
  freezes: Freezes,
  from: Instant,
): Freezes[number] | undefined {
  const end = change.startedAt === undefined ? endOfWork(change.window, from) : plannedEnd(change);
  const left = { from, to: Math.max(end, from + 1) };
  return freezes
    .filter((freeze) => freezeCovers(freeze.doc, change.services) && !isExcepted(change, freeze))
    .filter(({ doc }) => overlapOf(left, doc.window))
    .sort((a, b) => a.doc.window.from - b.doc.window.from || (a.id < b.id ? -1 : 1))[0];
}
