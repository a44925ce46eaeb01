import type { Incident, Segment, SlaClock } from '../model/incident.ts';
import type { PhaseWindow } from '../model/procedure.ts';
import type { SlaPolicy } from '../model/sla-policy.ts';

/**
 * The clock of a phase's steps. It is the clock of the promise, with two differences: an acknowledgement stops the
 * promise and not the work, so until the incident is resolved the response goes on, pauses included; and where nothing
 * is promised, the window of the procedure is what there is to keep. `undefined` before the phase has begun.
 */
export function phaseClock(
  incident: Pick<Incident, 'status' | 'clocks'>,
  { clock, priority, to }: PhaseWindow,
  policy: Pick<SlaPolicy, 'targets' | 'calendars'>,
): SlaClock | undefined {
  const own = incident.clocks[clock];
  if (!own) return undefined;
  const target = policy.targets[priority][clock] ?? to;
  const { stoppedAt } = own;
  const segments = goesOn(incident, clock) ? continued(own, incident.clocks.resolution, target) : own.segments;
  return {
    // A gap between two stretches of work and a pause consume nothing.
    segments: segments.map((one) => (one.target !== null || isIdle(one) ? one : { ...one, target })),
    ...(stoppedAt === undefined || goesOn(incident, clock) ? {} : { stoppedAt }),
  };
}

const isIdle = ({ reason }: Segment) => reason === 'paused' || reason === 'resolved';

const goesOn = (incident: Pick<Incident, 'status' | 'clocks'>, clock: PhaseWindow['clock']) =>
  clock === 'response' && incident.status === 'acknowledged' && incident.clocks.response.stoppedAt !== undefined;

/** The response as it would stand without its stop; what was paused since is in the clock of the resolution. */
function continued(own: SlaClock, work: SlaClock | undefined, target: number): Segment[] {
  const stop = own.stoppedAt ?? 0;
  const later = (work?.segments ?? []).filter(({ from }) => from > stop);
  const last = own.segments.at(-1);
  if (!last) return [];
  const { to: _, ...open } = last;
  const [next] = later;
  return [
    ...own.segments.slice(0, -1),
    next ? { ...open, to: Math.max(open.from, next.from) } : open,
    ...later.map((one) => ({ ...one, target: isIdle(one) ? null : target, fresh: false })),
  ];
}

/** Whether the promise's own clock tells of this phase, with its warnings and its lapse. */
export function isPromised({ clocks }: Pick<Incident, 'clocks'>, clock: PhaseWindow['clock']): boolean {
  const own = clocks[clock];
  const last = own?.segments.at(-1);
  return own?.stoppedAt === undefined && last !== undefined && last.to === undefined && last.target !== null;
}
