import { type Alarm, asksForAcknowledgement, isIncidentAlarm } from '../../src-shared/alarms/plan.ts';
import type { IncidentId } from '../../src-shared/model/ids.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { Toaster } from './toaster.ts';
import type { Words } from './wording.ts';

/** A toast is small: so many lines, then "and 12 more". */
const DIGEST_LINES = 4;

export interface AlarmToastDeps {
  toaster: Toaster;
  clock: Clock;
  words(): Words;
  open(incident: IncidentId): void;
  acknowledge(incident: IncidentId): void;
  openBoard(): void;
  openSilences(): void;
  openRun(run: string): void;
  openFollowUps(): void;
  /** An occurrence, or the day's. */
  openMaintenance(occurrence?: string): void;
  openChange(change: string): void;
}

export interface AlarmToasts {
  show(alarm: Alarm, repeat: boolean): Promise<boolean>;
  showDigest(alarms: Alarm[], repeat: boolean): Promise<boolean>;
}

/** Alarms in words, on the desktop. */
export function createAlarmToasts(deps: AlarmToastDeps): AlarmToasts {
  return {
    show(alarm, repeat) {
      const words = deps.words();
      if (alarm.kind === 'timer') {
        return deps.toaster.show({
          title: words.timerTitle(alarm),
          body: words.timerBody(alarm, repeat),
          critical: false,
          onClick: () => deps.openRun(alarm.run),
        });
      }
      if (alarm.kind === 'followUpDue') {
        return deps.toaster.show({
          title: words.followUpTitle(alarm),
          body: words.followUpBody(alarm, repeat),
          critical: false,
          onClick: deps.openFollowUps,
        });
      }
      if (alarm.kind === 'maintenance') {
        return deps.toaster.show({
          title: words.maintenanceTitle(alarm),
          body: words.maintenanceBody(alarm, deps.clock.now(), repeat),
          critical: false,
          onClick: () => deps.openMaintenance(alarm.occurrence),
        });
      }
      if (alarm.kind === 'change') {
        return deps.toaster.show({
          title: words.changeTitle(alarm),
          body: words.changeBody(alarm, deps.clock.now(), repeat),
          critical: false,
          onClick: () => deps.openChange(alarm.change),
        });
      }
      if (!isIncidentAlarm(alarm)) {
        return deps.toaster.show({
          title: words.silenceTitle(alarm),
          body: words.silenceBody(alarm, deps.clock.now(), repeat),
          critical: false,
          onClick: deps.openSilences,
        });
      }
      if (alarm.kind === 'called') {
        return deps.toaster.show({
          title: words.callTitle(alarm),
          body: words.callBody(alarm, repeat),
          critical: true,
          onClick: () => deps.open(alarm.incident),
        });
      }
      const waits = asksForAcknowledgement(alarm);
      return deps.toaster.show({
        title: words.title(alarm),
        body: words.body(alarm, deps.clock.now(), repeat),
        critical: alarm.priority === 'P0',
        action: waits ? words.acknowledge : undefined,
        onClick: () => deps.open(alarm.incident),
        onAction: waits ? () => deps.acknowledge(alarm.incident) : undefined,
      });
    },
    showDigest(alarms, repeat) {
      const words = deps.words();
      const now = deps.clock.now();
      const lines = alarms.slice(0, DIGEST_LINES).map((alarm) => words.digestLine(alarm, now));
      if (alarms.length > DIGEST_LINES) lines.push(words.digestMore(alarms.length - DIGEST_LINES));
      return deps.toaster.show({
        title: words.digestTitle(alarms, repeat),
        body: lines.join('\n'),
        critical: alarms.some((alarm) => alarm.priority === 'P0'),
        onClick: alarms.every(({ kind }) => kind === 'maintenance') ? () => deps.openMaintenance() : deps.openBoard,
      });
    },
  };
}
