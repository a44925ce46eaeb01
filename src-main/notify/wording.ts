import {
  type Alarm,
  type CallAlarm,
  type ChangeAlarm,
  type FollowUpAlarm,
  isIncidentAlarm,
  type MaintenanceAlarm,
  type PlannedAlarm,
  type SilenceAlarm,
  type TimerAlarm,
} from '../../src-shared/alarms/plan.ts';
import type { Preferences } from '../../src-shared/contract/ipc.ts';
import { PRIORITIES } from '../../src-shared/model/priority.ts';
import type { ClockName } from '../../src-shared/model/sla-policy.ts';
import type { Instant, Millis } from '../../src-shared/time/clock.ts';
import { firstOfMonth } from '../../src-shared/time/french-date.ts';

/**
 * The few sentences that main says by itself, since it must be able to speak while the page is dead. Everything else
 * is worded in the renderer.
 */
export interface Words {
  title(alarm: PlannedAlarm): string;
  /** Service, which clock, time left or overdue; says when it is said again. */
  body(alarm: PlannedAlarm, now: Instant, repeat: boolean): string;
  /** How many, the gravest named: `12 alarms: 2 P0, 10 P2`. */
  digestTitle(alarms: readonly Alarm[], repeat: boolean): string;
  digestLine(alarm: Alarm, now: Instant): string;
  digestMore(count: number): string;
  silenceTitle(alarm: SilenceAlarm): string;
  silenceBody(alarm: SilenceAlarm, now: Instant, repeat: boolean): string;
  /** A colleague has called this person's team. */
  callTitle(alarm: CallAlarm): string;
  callBody(alarm: CallAlarm, repeat: boolean): string;
  /** A timer of a run has run out. */
  timerTitle(alarm: TimerAlarm): string;
  timerBody(alarm: TimerAlarm, repeat: boolean): string;
  /** The day of a follow-up has come. */
  followUpTitle(alarm: FollowUpAlarm): string;
  followUpBody(alarm: FollowUpAlarm, repeat: boolean): string;
  /** An occurrence of a plan waits. */
  maintenanceTitle(alarm: MaintenanceAlarm): string;
  maintenanceBody(alarm: MaintenanceAlarm, now: Instant, repeat: boolean): string;
  /** A system update waits for an approval, or is to be over. */
  changeTitle(alarm: ChangeAlarm): string;
  changeBody(alarm: ChangeAlarm, now: Instant, repeat: boolean): string;
  acknowledge: string;
  acknowledgeLate: { title: string; body: string };
  tray: {
    open: string;
    acknowledge(label: string): string;
    nothing: string;
    quiet: string;
    quietUntil(time: string): string;
    quit: string;
  };
  menu: { edit: string; view: string };
  time(at: Instant): string;
}

export type Language = 'fr' | 'en';

/** The person's language: the one chosen, else French for a French system, else English. */
export function languageOf(preferences: Preferences, systemLocale: string): Language {
  if (preferences.language !== 'system') return preferences.language;
  return systemLocale.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** `4 min 30 s`, `2 h 05`, `3 j`: two units at most, rounded to the second below ten minutes. */
export function durationText(length: Millis, language: Language): string {
  const seconds = Math.max(0, Math.round(length / 1_000));
  const minutes = Math.floor(seconds / 60);
  if (seconds < 60) return `${seconds} s`;
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${String(minutes % 60).padStart(2, '0')}`;
  return `${Math.floor(hours / 24)} ${language === 'fr' ? 'j' : 'd'}`;
}

const CLOCK_NAMES: Record<Language, Record<ClockName, string>> = {
  fr: { response: 'Réponse', resolution: 'Résolution', postIncident: 'Post-incident' },
  en: { response: 'Response', resolution: 'Resolution', postIncident: 'Post-incident' },
};

/** Titles come from senders: one line, and no longer than a toast shows. */
const oneLine = (text: string, length: number): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
};

/** The sentences in a language; `timeZone` is for tests, the machine's own is the default. */
export function wordsIn(language: Language, timeZone?: string): Words {
  const fr = language === 'fr';
  const clockText = new Intl.DateTimeFormat(fr ? 'fr-FR' : 'en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  const left = (alarm: Alarm, now: Instant): string => {
    const length = durationText(Math.abs(alarm.deadline - now), language);
    if (alarm.deadline > now) return fr ? `reste ${length}` : `${length} left`;
    return fr ? `dépassé depuis ${length}` : `overdue by ${length}`;
  };
  const silenceEnds = fr ? 'Fin de silence' : 'Silence ends';
  const timerDone = fr ? 'Minuteur écoulé' : 'Timer ended';
  const followUp = fr ? 'Suite à donner' : 'Follow-up';
  const pointText: Record<MaintenanceAlarm['point'], string> = fr
    ? { soon: 'Bientôt', due: 'À faire', near: 'Bientôt en retard', late: 'En retard' }
    : { soon: 'Soon', due: 'Due', near: 'Late soon', late: 'Late' };
  const changeText: Record<ChangeAlarm['point'], string> = fr
    ? { asked: 'À approuver', near: 'Attend une approbation', ending: 'Fin proche', over: 'Fin dépassée' }
    : { asked: 'To approve', near: 'Waits for an approval', ending: 'Ends soon', over: 'Runs over' };
  const opens = (alarm: ChangeAlarm, now: Instant): string => {
    const length = durationText(Math.abs(alarm.deadline - now), language);
    if (alarm.deadline > now) return fr ? `sa fenêtre s’ouvre dans ${length}` : `its window opens in ${length}`;
    return fr ? `sa fenêtre s’est ouverte il y a ${length}` : `its window opened ${length} ago`;
  };
  const dayFormat = new Intl.DateTimeFormat(fr ? 'fr-FR' : 'en-GB', { day: 'numeric', month: 'long', timeZone });
  const dayText = (at: Instant): string => (fr ? firstOfMonth(dayFormat.format(at)) : dayFormat.format(at));
  const willBeHeard = (count: number): string => {
    if (fr) return `${count} ${count > 1 ? 'alertes se feront' : 'alerte se fera'} entendre`;
    return `${count} ${count > 1 ? 'alerts' : 'alert'} will be heard`;
  };
  const lacks = (count: number): string => {
    if (fr) return count > 1 ? `il manque ${count} étapes` : 'il manque 1 étape';
    return count > 1 ? `${count} steps lacking` : '1 step lacking';
  };
  const phase = (alarm: PlannedAlarm, now: Instant): string => {
    const time = `${CLOCK_NAMES[language][alarm.clock]}${fr ? ' :' : ':'} ${left(alarm, now)}`;
    return alarm.lacking === undefined ? time : `${time} · ${lacks(alarm.lacking)}`;
  };
  const called = fr ? 'On vous appelle' : 'You are called';
  return {
    title: (alarm) => `${alarm.priority} · ${oneLine(alarm.title, 120)}`,
    body: (alarm, now, repeat) =>
      [repeat ? (fr ? 'Rappel' : 'Repeat') : '', alarm.service ? oneLine(alarm.service, 60) : '', phase(alarm, now)]
        .filter(Boolean)
        .join(' · '),
    digestTitle(alarms, repeat) {
      const counts = PRIORITIES.flatMap((priority) => {
        const count = alarms.filter((alarm) => alarm.priority === priority).length;
        return count === 0 ? [] : [`${count} ${priority}`];
      });
      const recurs = alarms.every((alarm) => alarm.kind === 'maintenance');
      const whole = recurs
        ? `${alarms.length} ${fr ? 'interventions de maintenance' : 'maintenance tasks'}`
        : `${alarms.length} ${fr ? 'alarmes :' : 'alarms:'} ${counts.join(', ')}`;
      return repeat ? `${fr ? 'Rappel' : 'Repeat'} · ${whole}` : whole;
    },
    digestLine: (alarm, now) =>
      alarm.kind === 'called'
        ? `${called} · ${alarm.priority} · ${oneLine(alarm.title, 40)}`
        : alarm.kind === 'timer'
          ? `${timerDone} · ${oneLine(alarm.step, 48)}`
          : alarm.kind === 'followUpDue'
            ? `${followUp} · ${oneLine(alarm.title, 48)}`
            : alarm.kind === 'maintenance'
              ? `${pointText[alarm.point]} · ${oneLine(alarm.title, 48)}`
              : alarm.kind === 'change'
                ? `${changeText[alarm.point]} · ${oneLine(alarm.title, 48)}`
                : isIncidentAlarm(alarm)
                  ? `${alarm.priority} · ${oneLine(alarm.title, 48)} (${left(alarm, now)})`
                  : `${silenceEnds} · ${oneLine(alarm.title, 48)} (${left(alarm, now)})`,
    silenceTitle: (alarm) => `${silenceEnds} · ${oneLine(alarm.title, 120)}`,
    silenceBody: (alarm, now, repeat) =>
      [repeat ? (fr ? 'Rappel' : 'Repeat') : '', left(alarm, now), willBeHeard(alarm.alerts)]
        .filter(Boolean)
        .join(' · '),
    callTitle: (alarm) => `${called} · ${alarm.priority} · ${oneLine(alarm.title, 100)}`,
    callBody: (alarm, repeat) =>
      [
        repeat ? (fr ? 'Rappel' : 'Repeat') : '',
        fr
          ? `${oneLine(alarm.by, 60)} appelle l’équipe ${oneLine(alarm.team, 60)}`
          : `${oneLine(alarm.by, 60)} calls the team ${oneLine(alarm.team, 60)}`,
        alarm.service ? oneLine(alarm.service, 60) : '',
      ]
        .filter(Boolean)
        .join(' · '),
    timerTitle: (alarm) => `${timerDone} · ${oneLine(alarm.step, 100)}`,
    timerBody: (alarm, repeat) =>
      [repeat ? (fr ? 'Rappel' : 'Repeat') : '', oneLine(alarm.title, 120)].filter(Boolean).join(' · '),
    followUpTitle: (alarm) => `${followUp} · ${oneLine(alarm.title, 100)}`,
    followUpBody: (alarm, repeat) =>
      [
        repeat ? (fr ? 'Rappel' : 'Repeat') : '',
        `${fr ? 'pour le' : 'due'} ${dayText(alarm.deadline)}`,
        oneLine(alarm.about ?? '', 120),
      ]
        .filter(Boolean)
        .join(' · '),
    maintenanceTitle: (alarm) => `${pointText[alarm.point]} · ${oneLine(alarm.title, 100)}`,
    maintenanceBody: (alarm, now, repeat) =>
      [
        repeat ? (fr ? 'Rappel' : 'Repeat') : '',
        alarm.service ? oneLine(alarm.service, 60) : '',
        alarm.point === 'soon' && alarm.deadline > now
          ? `${fr ? 'dans' : 'in'} ${durationText(alarm.deadline - now, language)}`
          : left(alarm, now),
      ]
        .filter(Boolean)
        .join(' · '),
    changeTitle: (alarm) => `${changeText[alarm.point]} · ${oneLine(alarm.title, 100)}`,
    changeBody: (alarm, now, repeat) =>
      [
        repeat ? (fr ? 'Rappel' : 'Repeat') : '',
        alarm.service ? oneLine(alarm.service, 60) : '',
        alarm.point === 'asked' || alarm.point === 'near' ? opens(alarm, now) : left(alarm, now),
      ]
        .filter(Boolean)
        .join(' · '),
    digestMore: (count) => (fr ? `et ${count} de plus` : `and ${count} more`),
    acknowledge: fr ? 'Acquitter' : 'Acknowledge',
    acknowledgeLate: fr
      ? { title: 'Pas encore acquitté', body: 'La console redémarre : l’acquittement part dès qu’elle est prête.' }
      : { title: 'Not acknowledged yet', body: 'The console restarts: the acknowledgement goes out once it is ready.' },
    tray: {
      open: fr ? 'Ouvrir Vigie' : 'Open Vigie',
      acknowledge: (label) => `${fr ? 'Acquitter' : 'Acknowledge'} ${label}`,
      nothing: fr ? 'Aucune échéance' : 'No deadline',
      quiet: fr ? 'Silence pendant 1 h (sauf P0 et P1)' : 'Quiet for 1 h (except P0 and P1)',
      quietUntil: (time) => (fr ? `Silence jusqu’à ${time} : y mettre fin` : `Quiet until ${time}: end it`),
      quit: fr ? 'Quitter' : 'Quit',
    },
    menu: { edit: fr ? 'Édition' : 'Edit', view: fr ? 'Affichage' : 'View' },
    time: (at) => clockText.format(at),
  };
}
