import type { IncidentId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { CLOCKS, type ClockName, type SlaPolicy } from '../model/sla-policy.ts';
import type { Instant } from '../time/clock.ts';
import { runningSegment, windowIndex } from './segments.ts';
import { consumedAtEach } from './state.ts';
import type { Calendars } from './working-time.ts';

/** A warning fraction of a window, or its lapse. */
export type Point = number | 'lapse';

/** An instant at which somebody has to hear of a running clock. */
export interface SlaPoint {
  /** `<incident>/<clock>/<window>/<0.5|0.8|lapse>`: the same fact has the same key wherever it is derived. */
  key: string;
  clock: ClockName;
  window: number;
  point: Point;
  at: Instant;
  deadline: Instant;
}

export function pointKey(incident: IncidentId, clock: ClockName, window: number, point: Point): string {
  return `${incident}/${clock}/${window}/${point}`;
}

/** Every point of the running clocks, past ones included, each clock's in the order they fall. */
export function slaPoints(id: IncidentId, incident: Incident, policy: SlaPolicy, calendars: Calendars): SlaPoint[] {
  const points: SlaPoint[] = [];
  for (const name of CLOCKS) {
    const clock = incident.clocks[name];
    if (!clock || !runningSegment(clock)) continue;
    const [deadline, ...warnings] = consumedAtEach(clock, [1, ...policy.warnAt], calendars);
    // Paused or without a promise: no lapse is in sight, and a warning about an unknown end says nothing.
    if (deadline === undefined) continue;
    const window = windowIndex(clock);
    const add = (point: Point, at: Instant | undefined) => {
      if (at === undefined) return;
      points.push({ key: pointKey(id, name, window, point), clock: name, window, point, at, deadline });
    };
    policy.warnAt.forEach((share, index) => {
      add(share, warnings[index]);
    });
    add('lapse', deadline);
  }
  return points;
}

/** A mutation that Vigie itself makes at an instant, should it still hold then. */
export type IncidentTimer = { key: string; at: Instant } & (
  | { name: 'incident.recordSla'; args: { id: IncidentId; clock: ClockName; window: number; point: Point } }
  | { name: 'incident.autoClose'; args: { id: IncidentId; resolvedAt: Instant } }
  | { name: 'incident.settleFlapping'; args: { id: IncidentId; until: Instant } }
);

/** When a resolved incident closes by itself: not while a review is promised. */
export function autoCloseAt(incident: Incident, policy: SlaPolicy): Instant | undefined {
  if (incident.status !== 'resolved' || incident.resolvedAt === undefined) return undefined;
  const review = runningSegment(incident.clocks.postIncident);
  return review && review.target !== null ? undefined : incident.resolvedAt + policy.closeAfter;
}

/** All timers of an incident as it is now: replaces whatever was armed for it before. */
export function timersFor(
  id: IncidentId,
  incident: Incident,
  policy: SlaPolicy,
  calendars: Calendars,
): IncidentTimer[] {
  const timers: IncidentTimer[] = slaPoints(id, incident, policy, calendars).map(
    ({ key, at, clock, window, point }) => ({
      key,
      at,
      name: 'incident.recordSla',
      args: { id, clock, window, point },
    }),
  );
  if (incident.flapping) {
    const { until } = incident.flapping;
    timers.push({ key: `${id}/flapping/${until}`, at: until, name: 'incident.settleFlapping', args: { id, until } });
  }
  const closeAt = autoCloseAt(incident, policy);
  if (closeAt !== undefined && incident.resolvedAt !== undefined) {
    timers.push({
      key: `${id}/autoClose/${incident.resolvedAt}`,
      at: closeAt,
      name: 'incident.autoClose',
      args: { id, resolvedAt: incident.resolvedAt },
    });
  }
  return timers;
}
