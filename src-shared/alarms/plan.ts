import { z } from 'zod';
import { incidentIdSchema, instantSchema, recordIdSchema } from '../model/ids.ts';
import { prioritySchema } from '../model/priority.ts';
import { CLOCKS } from '../model/sla-policy.ts';

const shared = {
  title: z.string().max(500),
  service: z.string().max(200).optional(),
  priority: prioritySchema,
  fireAt: instantSchema,
  deadline: instantSchema,
  /** Sound and in-app alarm when nobody acts; passes do-not-disturb hours. */
  loud: z.boolean(),
  /** After a lapse, again every so many milliseconds until the alarm leaves the plan. */
  repeatEvery: z.int().min(10_000).optional(),
};

/** One thing that must reach the person at `fireAt`. The id is deterministic: the same fact is never planned under two ids. */
const plannedAlarmSchema = z.object({
  ...shared,
  /**
   * `<incident>/<clock>/<window>/<opened|raised-P0|0.5|0.8|lapse>`, a phase's `<incident>/<clock>/phase-P0-<window>/
   * <0.8|lapse>`; what a silence puts off adds `@<its end>`, and a
   * repeat after the lapse `#1`, `#2`…
   */
  id: z.string().min(1).max(400),
  incident: incidentIdSchema,
  number: z.int().positive().optional(),
  kind: z.enum(['opened', 'warning', 'lapse', 'phase']),
  clock: z.enum(CLOCKS),
  /** Steps of the clock's phase that are neither done nor skipped. */
  lacking: z.int().positive().optional(),
});
export type PlannedAlarm = z.infer<typeof plannedAlarmSchema>;

/** A team of this person was called to an incident, and they have not answered. */
const callAlarmSchema = z.object({
  ...shared,
  /** `<incident>/call-<team>/<instant of the call>` */
  id: z.string().min(1).max(400),
  kind: z.literal('called'),
  incident: incidentIdSchema,
  number: z.int().positive().optional(),
  /** Names, to be shown. */
  team: z.string().max(120),
  by: z.string().max(120),
});
export type CallAlarm = z.infer<typeof callAlarmSchema>;

/** A silence ends soon, at `deadline`, and alerts that it holds back still fire. */
const silenceAlarmSchema = z.object({
  ...shared,
  /** `silence:<id>/ending/<end>` */
  id: z.string().min(1).max(400),
  kind: z.literal('silenceEnds'),
  silence: recordIdSchema,
  /** Firing alerts that will be heard then. */
  alerts: z.int().positive(),
});
export type SilenceAlarm = z.infer<typeof silenceAlarmSchema>;

/** A timer of a run has run out, which this person started or is to go on after. */
const timerAlarmSchema = z.object({
  ...shared,
  /** `run:<run>/<step>/<entry that started it>` */
  id: z.string().min(1).max(400),
  kind: z.literal('timer'),
  run: recordIdSchema,
  /** The step's words. */
  step: z.string().max(300),
  /** This person started it, and is told in quiet hours too. */
  own: z.boolean(),
});
export type TimerAlarm = z.infer<typeof timerAlarmSchema>;

/** The day has come of a follow-up that this person owns. */
const followUpAlarmSchema = z.object({
  ...shared,
  /** `follow-up:<id>/due/<day>` */
  id: z.string().min(1).max(400),
  kind: z.literal('followUpDue'),
  followUp: recordIdSchema,
  /** Title of its incident. */
  about: z.string().max(500).optional(),
});
export type FollowUpAlarm = z.infer<typeof followUpAlarmSchema>;

/** An occurrence of a plan waits for this person or their team. */
const maintenanceAlarmSchema = z.object({
  ...shared,
  /** `occurrence:<id>/<when it begins>/<soon|due|near|late>` */
  id: z.string().min(1).max(400),
  kind: z.literal('maintenance'),
  occurrence: recordIdSchema,
  /** `soon`: `deadline` is its beginning; else until when it is done on time. */
  point: z.enum(['soon', 'due', 'near', 'late']),
});
export type MaintenanceAlarm = z.infer<typeof maintenanceAlarmSchema>;

/** A system update waits for this person's approval, or is to be over while they work on it. */
const changeAlarmSchema = z.object({
  ...shared,
  /** `change:<id>/<since when it waits, or when it is to be over>/<asked|near|ending|over>` */
  id: z.string().min(1).max(400),
  kind: z.literal('change'),
  change: recordIdSchema,
  /** `asked`, `near`: `deadline` is when its window opens; else when it is to be over. */
  point: z.enum(['asked', 'near', 'ending', 'over']),
});
export type ChangeAlarm = z.infer<typeof changeAlarmSchema>;

export type Alarm =
  | PlannedAlarm
  | CallAlarm
  | SilenceAlarm
  | TimerAlarm
  | FollowUpAlarm
  | MaintenanceAlarm
  | ChangeAlarm;
/** One that names an incident, and is raised over the page when nobody acts. */
export type IncidentAlarm = PlannedAlarm | CallAlarm;

export const incidentAlarmSchema = z.discriminatedUnion('kind', [plannedAlarmSchema, callAlarmSchema]);

export const isIncidentAlarm = (alarm: Alarm): alarm is IncidentAlarm =>
  alarm.kind !== 'silenceEnds' &&
  alarm.kind !== 'timer' &&
  alarm.kind !== 'followUpDue' &&
  alarm.kind !== 'maintenance' &&
  alarm.kind !== 'change';
/** Acknowledging the incident is what it asks for. */
export const asksForAcknowledgement = (alarm: Alarm): boolean =>
  isIncidentAlarm(alarm) && alarm.kind !== 'called' && alarm.kind !== 'phase' && alarm.clock === 'response';

export const alarmPlanSchema = z.object({
  /** When the renderer derived it. */
  madeAt: instantSchema,
  alarms: z
    .array(
      z.discriminatedUnion('kind', [
        plannedAlarmSchema,
        callAlarmSchema,
        silenceAlarmSchema,
        timerAlarmSchema,
        followUpAlarmSchema,
        maintenanceAlarmSchema,
        changeAlarmSchema,
      ]),
    )
    .max(20_000),
});
export type AlarmPlan = z.infer<typeof alarmPlanSchema>;

/** What became of an alarm, in order. */
const receiptKindSchema = z.enum(['due', 'shown', 'failed', 'seen', 'acted', 'silenced']);
export type ReceiptKind = z.infer<typeof receiptKindSchema>;

export const receiptSchema = z.object({ alarm: z.string().max(420), kind: receiptKindSchema, at: instantSchema });
export type Receipt = z.infer<typeof receiptSchema>;
