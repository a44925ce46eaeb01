import { termsOn } from '../../../../src-shared/maintenance/occurrence-parts.ts';
import { withTerms } from '../../../../src-shared/maintenance/terms.ts';
import type { Plan, PlanTerms } from '../../../../src-shared/model/plan.ts';
import type { Calendar } from '../../../../src-shared/model/sla-policy.ts';
import type { LeftOut, Planned, Timings } from '../../../../src-shared/recurrence/timing.ts';
import { DAY, type Instant } from '../../../../src-shared/time/clock.ts';
import { dateOfDay, dayNumber } from '../../../../src-shared/time/day.ts';
import { type LocalDate, localDate } from '../../../../src-shared/time/zone.ts';

/** What an edit does to an occurrence to come. `moved`: the same one, at another time. `leftOut`: no edit did it. */
export type Fate = 'kept' | 'moved' | 'new' | 'gone' | 'leftOut';

/** What a day off does to an occurrence, by the policy of its plan; `names`: the holidays that do, none for a weekend. */
export type DayOff = { names: readonly string[] } & (
  | { kind: 'kept' | 'leftOut' }
  /** From its own day. */
  | { kind: 'moved'; day: LocalDate }
  /** Done with what that day has. */
  | { kind: 'together'; day: LocalDate }
);

export interface Foreseen {
  planned: Pick<Planned, 'id' | 'date' | 'at' | 'allDay' | 'zone'>;
  fate: Fate;
  dayOff?: DayOff;
}

type Dated = Pick<Plan, 'terms' | 'endsOn' | 'pauses'>;

export interface Asked {
  timings: Timings;
  calendars: readonly { id: string; doc: Pick<Calendar, 'holidays'> }[];
  id: string;
  /** As it is, where it is. */
  plan: Dated | undefined;
  /** As they would be, where they are edited. */
  terms: PlanTerms | undefined;
  now: Instant;
  limit: number;
}

/** How far to look for what is left out where nothing is due any more. */
const LEFT_OUT_AHEAD = 2 * 366 * DAY;

/**
 * The next occurrences as they would be, those of today's plan that would not be any more, and those that a day off
 * leaves out, by time. Weekends of what is due every day are no news, and left unsaid.
 */
export function foresee({ timings, calendars, id, plan, terms, now, limit }: Asked): Foreseen[] {
  const edited: Dated | undefined = terms ? { ...plan, terms: plan ? withTerms(plan.terms, terms) : [terms] } : plan;
  if (!edited) return [];
  const record = { id, doc: edited };
  const after = timings.nextOf(record, now, limit);
  const last = after.at(-1)?.at ?? now;
  const isFull = after.length >= limit;
  const range = { from: now, to: isFull ? last : Math.max(last, now + LEFT_OUT_AHEAD) };
  const out = new Map(timings.leftOutOf(record, range).map((one) => [one.date, one]));

  /** Names of the holidays of a plan's days from `date` to `to`, without that. */
  const namesOf = (date: LocalDate, to: LocalDate): string[] => {
    const { calendar } = termsOn(edited.terms, date);
    const holidays = calendars.find((one) => one.id === calendar)?.doc.holidays ?? [];
    return holidays.flatMap((one) => (one.date >= date && one.date < to ? [one.name] : []));
  };
  const namesOn = (date: LocalDate) => namesOf(date, dateOfDay(dayNumber(date) + 1));
  const dayOffOf = ({ date, at, zone }: Foreseen['planned']): DayOff | undefined => {
    const left = out.get(date);
    if (left?.with) return { kind: 'together', day: left.with, names: namesOf(date, left.with) };
    if (left) return { kind: 'leftOut', names: namesOn(date) };
    const due = localDate(at, zone);
    if (due !== date) return { kind: 'moved', day: date, names: namesOf(date, due) };
    const names = namesOn(date);
    return names.length > 0 ? { kind: 'kept', names } : undefined;
  };
  const foreseen = (planned: Foreseen['planned'], fate: Fate): Foreseen => {
    const dayOff = dayOffOf(planned);
    return { planned, fate, ...(dayOff ? { dayOff } : {}) };
  };

  const fateOf = (planned: Planned): Fate => {
    if (!terms) return 'kept';
    // Asked for by its day: it may lie beyond the last one that is shown.
    const was = plan && timings.plannedOn({ id, doc: plan }, planned.date);
    if (!was) return 'new';
    return was.at === planned.at && was.end === planned.end && was.deadline === planned.deadline ? 'kept' : 'moved';
  };
  const before = terms && plan ? timings.nextOf({ id, doc: plan }, now, limit) : [];
  const stays = new Set(after.map((one) => one.id));
  const gone = before.filter(
    (one) => !(isFull && one.at > last) && !stays.has(one.id) && !timings.plannedOn(record, one.date),
  );
  const told = new Set(gone.map(({ date }) => date));
  const days = new Set([...after.map(({ date }) => date), ...out.keys()]);
  const isNews = ({ date }: LeftOut) =>
    !told.has(date) &&
    (namesOn(date).length > 0 || ![-1, 1].some((step) => days.has(dateOfDay(dayNumber(date) + step))));
  const leftOut = [...out.values()].filter(isNews).slice(0, limit);
  return [
    ...after.map((planned) => foreseen(planned, fateOf(planned))),
    ...gone.map((planned) => foreseen(planned, 'gone')),
    ...leftOut.map((planned) => foreseen(planned, 'leftOut')),
  ].sort((a, b) => a.planned.at - b.planned.at);
}
