import { z } from 'zod';
import { scheduleProblem } from '../../../src-shared/heartbeat/schedule.ts';
import type { ScheduleProblem } from '../../../src-shared/heartbeat/schedule-problem.ts';
import { type HeartbeatSchedule, heartbeatScheduleSchema } from '../../../src-shared/model/heartbeat.ts';
import { DAY, HOUR, type Instant, MINUTE, type Millis } from '../../../src-shared/time/clock.ts';
import { parseDuration } from '../../platform/duration-text.ts';

export type ScheduleKind = HeartbeatSchedule['kind'];
export const SCHEDULE_KINDS = ['period', 'cron', 'onCalendar'] as const satisfies readonly ScheduleKind[];

/** A schedule as it is being typed. */
export const scheduleFormSchema = z.object({
  kind: z.enum(SCHEDULE_KINDS),
  period: z.string(),
  cron: z.string(),
  onCalendar: z.string(),
  zone: z.string(),
  grace: z.string(),
});
export type ScheduleForm = z.infer<typeof scheduleFormSchema>;

/** A length as a person types it, which `parseDuration` reads again: whole days, hours or minutes, else all of them. */
export function typedLength(length: Millis, days: string): string {
  if (length % DAY === 0) return `${length / DAY} ${days}`;
  if (length % HOUR === 0) return `${length / HOUR} h`;
  if (length < HOUR || length % HOUR === 0) return `${Math.floor(length / MINUTE)} min`;
  const rest = [
    [Math.floor(length / DAY), days],
    [Math.floor((length % DAY) / HOUR), 'h'],
    [Math.floor((length % HOUR) / MINUTE), 'min'],
  ] as const;
  return rest.flatMap(([count, unit]) => (count > 0 ? [`${count} ${unit}`] : [])).join(' ');
}

export function formOf(schedule: HeartbeatSchedule | undefined, zone: string, days: string): ScheduleForm {
  const empty: ScheduleForm = {
    kind: 'period',
    period: `1 ${days}`,
    cron: '0 3 * * *',
    onCalendar: '*-*-* 03:00:00',
    zone,
    grace: '1 h',
  };
  if (!schedule) return empty;
  const grace = typedLength(schedule.grace, days);
  if (schedule.kind === 'period')
    return { ...empty, grace, kind: 'period', period: typedLength(schedule.period, days) };
  const { kind, expression } = schedule;
  return { ...empty, grace, kind, [kind]: expression, zone: schedule.zone };
}

export type ScheduleRead =
  | { ok: true; schedule: HeartbeatSchedule }
  | { ok: false; field: 'period' | 'grace' | 'expression'; problem?: ScheduleProblem };

/** What was typed as a schedule, or which field keeps it from being one. */
export function readSchedule(form: ScheduleForm, now: Instant): ScheduleRead {
  const grace = parseDuration(form.grace);
  const isLength = (length: Millis | undefined) => length !== undefined && length >= MINUTE && length <= 365 * DAY;
  if (form.kind === 'period') {
    const period = parseDuration(form.period);
    if (!isLength(period)) return { ok: false, field: 'period' };
    if (!isLength(grace)) return { ok: false, field: 'grace' };
    return { ok: true, schedule: heartbeatScheduleSchema.parse({ kind: 'period', period, grace }) };
  }
  const expression = form[form.kind].trim();
  if (expression === '' || expression.length > 200) return { ok: false, field: 'expression' };
  if (!isLength(grace)) return { ok: false, field: 'grace' };
  const schedule = heartbeatScheduleSchema.parse({ kind: form.kind, expression, zone: form.zone, grace });
  const problem = scheduleProblem(schedule, now);
  return problem ? { ok: false, field: 'expression', problem } : { ok: true, schedule };
}
