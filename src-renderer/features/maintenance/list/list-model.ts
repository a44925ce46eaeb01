import { ownerOn, teamOn } from '../../../../src-shared/maintenance/occurrence-parts.ts';
import type { OccurrenceStatus } from '../../../../src-shared/maintenance/occurrence-state.ts';
import type { ActorRef } from '../../../../src-shared/model/actor.ts';
import { personId } from '../../../../src-shared/model/ids.ts';
import { fold } from '../../../../src-shared/procedure/search/fold.ts';
import { isoInstant } from '../../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { toCsv } from '../../../platform/csv.ts';
import { byTime } from '../day-model.ts';

export const PERIODS = ['week', 'lastWeek', 'month', 'lastMonth', 'quarter'] as const;
export type Period = (typeof PERIODS)[number];

/** Empty lists let everything through. */
export interface OccurrenceFilter {
  period: Period;
  states: readonly string[];
  plans: readonly string[];
  teams: readonly string[];
  services: readonly string[];
  people: readonly string[];
  text: string;
}
export const EVERYTHING: OccurrenceFilter = {
  period: 'week',
  states: [],
  plans: [],
  teams: [],
  services: [],
  people: [],
  text: '',
};

/** Who does it: whom it was given to, else who has that day of the plan. */
export const doerOf = ({ state, plan, planned }: MaintenanceItem): string | undefined =>
  state.assignee ?? ownerOn(plan.doc, planned.date);

/** Who did it, once it is done; else whose it is, or who has begun it. Undefined for nobody's. */
export function whoOf(item: MaintenanceItem): ActorRef | undefined {
  const { completed, started } = item.state;
  const doer = doerOf(item);
  return completed?.by ?? (doer === undefined ? started?.by : { kind: 'person', id: personId(doer) });
}

/** Whose it is, and who did it. */
function peopleOf(item: MaintenanceItem): string[] {
  const who = whoOf(item);
  return [doerOf(item), who?.kind === 'person' ? who.id : undefined].filter((id) => id !== undefined);
}

const amongAny = (chosen: readonly string[], values: readonly string[]): boolean =>
  chosen.length === 0 || values.some((value) => chosen.includes(value));

export function filterItems(items: readonly MaintenanceItem[], filter: OccurrenceFilter): MaintenanceItem[] {
  const wanted = fold(filter.text.trim());
  const among = (chosen: readonly string[], value: string | undefined) =>
    amongAny(chosen, value === undefined ? [] : [value]);
  return byTime(
    items.filter(
      (item) =>
        among(filter.states, item.state.status) &&
        among(filter.plans, item.plan.id) &&
        among(filter.teams, teamOn(item.plan.doc, item.planned.date)) &&
        among(filter.services, item.plan.doc.service) &&
        amongAny(filter.people, peopleOf(item)) &&
        (wanted === '' || fold(item.plan.doc.title).includes(wanted)),
    ),
  );
}

/**
 * Why it is skipped or held up, or what was said when it was done: of the state that it is in, as one person may have
 * skipped what another did.
 */
export function reasonOf({ state: { status, skipped, completed, blocked } }: MaintenanceItem): string | undefined {
  if (status === 'skipped') return skipped?.reason;
  return completed ? completed.note : blocked?.reason;
}

/** The files that show that it was done, by name and by content. */
export const evidenceOf = ({ state }: MaintenanceItem): string[] =>
  (state.completed?.files ?? []).map(({ name, hash }) => `${name} (SHA-256 ${hash})`);

export interface OccurrenceNames {
  /** Heading of a column. */
  column(name: string): string;
  status(status: OccurrenceStatus): string;
  person(id: string | undefined): string | undefined;
  actor(ref: ActorRef): string;
  team(id: string | undefined): string | undefined;
  service(id: string | undefined): string | undefined;
}

const COLUMNS = [
  'title',
  'status',
  'date',
  'start',
  'end',
  'deadline',
  'team',
  'person',
  'service',
  'startedAt',
  'startedBy',
  'completedAt',
  'completedBy',
  'signedAt',
  'signedBy',
  'reason',
  'evidence',
  'id',
] as const;

/** As a spreadsheet reads it: days and RFC 3339 instants sort and compute. */
export function occurrencesAsCsv(items: readonly MaintenanceItem[], names: OccurrenceNames): string {
  const iso = (at: number | undefined) => (at === undefined ? undefined : isoInstant(at));
  return toCsv(
    COLUMNS.map(names.column),
    items.map((item) => {
      const { planned, state, plan } = item;
      return [
        plan.doc.title,
        names.status(state.status),
        planned.date,
        iso(state.at),
        iso(state.end),
        iso(state.deadline),
        names.team(teamOn(plan.doc, planned.date)),
        names.person(doerOf(item)),
        names.service(plan.doc.service),
        ...[state.started, state.completed, state.signed].flatMap((said) => [
          iso(said?.at),
          said && names.actor(said.by),
        ]),
        reasonOf(item),
        evidenceOf(item).join('; ') || undefined,
        planned.id,
      ];
    }),
  );
}
