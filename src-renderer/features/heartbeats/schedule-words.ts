import cronstrue from 'cronstrue';
import 'cronstrue/locales/fr';
import type { TFunction } from 'i18next';
import { parseCron } from '../../../src-shared/heartbeat/cron-fields.ts';
import type { HeartbeatSchedule } from '../../../src-shared/model/heartbeat.ts';
import type { Format } from '../../platform/format.ts';

/** A crontab line in words: « À 03:00, de lundi à vendredi »; the line itself where nobody can read it. */
export function cronWords(expression: string, language: Format['language']): string {
  if (!parseCron(expression).ok) return expression;
  try {
    return cronstrue.toString(expression.trim(), { locale: language, use24HourTimeFormat: true });
  } catch {
    return expression;
  }
}

/** When a job is expected, in words. */
export function scheduleWords(schedule: HeartbeatSchedule, t: TFunction, format: Format): string {
  if (schedule.kind === 'period') return t('heartbeats.every', { length: format.duration(schedule.period) });
  if (schedule.kind === 'cron') return cronWords(schedule.expression, format.language);
  return schedule.expression.split('\n').join(' · ');
}
