import { tz } from '@date-fns/tz';
import { format as formatDate, isSameDay } from 'date-fns';
import { enGB } from 'date-fns/locale/en-GB';
import { fr } from 'date-fns/locale/fr';
import { createContext, useContext } from 'react';
import { DAY, HOUR, type Instant, MINUTE, type Millis, SECOND } from '../../src-shared/time/clock.ts';
import { dayOf } from '../../src-shared/time/day.ts';
import { firstOfMonth } from '../../src-shared/time/french-date.ts';

export type Language = 'fr' | 'en';

/** Narrow no-break space: French puts it before ; ! ? but not before the colon, which takes a full one. */
const NARROW = '\u202f';
const NO_BREAK = '\u00a0';
const MINUS = '−';

/** Every way in which the console writes times, lengths of time and numbers; one object per language and zone. */
export interface Format {
  readonly language: Language;
  readonly zone: string;
  /** Time left in a list: « 1:42 » under ten minutes, « 18 min », « 2 h 51 », « 3 j »; overdue is « −1:42 ». */
  countdown(left: Millis): string;
  /** Time left written large: to the second within the hour, « 41:12 », and like `countdown` beyond, « 2 h 51 ». */
  stopwatch(left: Millis): string;
  /** A length of time in words: « < 1 s », « 54 s », « 5 min », « 1 min 54 », « 4 h », « 2 j 3 h ». */
  duration(length: Millis): string;
  /** What work took, in words: « 21 s » under a minute, and to the minute from there on, « 5 min », « 1 h 30 ». */
  took(length: Millis): string;
  /** « 10:39 »; on the clocks of another zone, where one is named. */
  time(at: Instant, zone?: string): string;
  /** « 10:39:18 » */
  timeWithSeconds(at: Instant): string;
  /** « mardi 24 novembre » */
  day(at: Instant): string;
  /** « 24 nov. » */
  shortDate(at: Instant): string;
  /** « mar. 24 nov. 2026 »; in another zone, where one is named. */
  date(at: Instant, zone?: string): string;
  /** « novembre 2026 » */
  monthYear(at: Instant): string;
  /** Name of an ISO weekday, 1 = Monday: « lundi », « lun. ». */
  weekday(number: number, style: 'short' | 'long'): string;
  /** Name of a month, 1 = January: « novembre », « nov. ». */
  month(number: number, style: 'short' | 'long'): string;
  /** « 24 novembre 2026 à 10:39:18 »: unambiguous, for titles and copies. */
  full(at: Instant): string;
  /** The time alone for today, with its day otherwise: « 10:39 », « 23 nov. 22:15 ». */
  moment(at: Instant, now: Instant): string;
  /** A moment in a sentence, when something is: « à 10:39 », « le 23 nov. à 22:15 ». */
  momentOn(at: Instant, now: Instant): string;
  /** After « depuis », « avant »: « 10:39 », « le 23 nov. à 22:15 ». */
  momentSince(at: Instant, now: Instant): string;
  /** After « jusqu’ », or where something is moved to: « à 10:39 », « au 23 nov. à 22:15 »; in English the moment alone. */
  momentTo(at: Instant, now: Instant): string;
  /** « il y a 3 min », « à l’instant », « dans 2 h ». */
  ago(at: Instant, now: Instant): string;
  /** « 2026-11-24 »: a day in the name of a file. */
  fileDay(at: Instant): string;
  /** « 2026-11-24-1039 » */
  fileStamp(at: Instant): string;
  number(value: number): string;
  /** 0.8 → « 80 % » */
  percent(fraction: number): string;
  /** 82_300_000_000 → « 82,3 Go », powers of 1,000; from kilobytes up. */
  bytes(count: number): string;
  /** Two days are the same in the person's zone. */
  sameDay(a: Instant, b: Instant): boolean;
}

const UNITS = {
  fr: { day: 'j', hour: 'h', minute: 'min', second: 's' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
} as const;

const two = (value: number) => String(value).padStart(2, '0');

/** Never rounds up: a clock that shows one minute has at least one minute left. */
function parts(length: Millis) {
  const whole = Math.floor(Math.abs(length) / SECOND) * SECOND;
  return {
    days: Math.floor(whole / DAY),
    hours: Math.floor((whole % DAY) / HOUR),
    minutes: Math.floor((whole % HOUR) / MINUTE),
    seconds: Math.floor((whole % MINUTE) / SECOND),
    whole,
  };
}

/** `zone` is an IANA name; without one the laptop's own. */
export function createFormat(options: { language: Language; zone?: string }): Format {
  const { language } = options;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = options.zone ?? own;
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const unit = UNITS[language];
  // In the laptop's own zone plain dates say the same, twenty times as fast: a screen writes hundreds of times.
  const context = { ...(zone === own ? {} : { in: tz(zone) }), locale: language === 'fr' ? fr : enGB };
  const written = (pattern: string) => (at: Instant) => formatDate(at, pattern, context);
  const writtenIn = (pattern: string) => (at: Instant, there?: string) =>
    formatDate(at, pattern, there === undefined ? context : { ...context, in: tz(there) });
  const dated = <Args extends unknown[]>(write: (...args: Args) => string) =>
    language === 'fr' ? (...args: Args) => firstOfMonth(write(...args)) : write;

  const time = writtenIn('HH:mm');
  const timeWithSeconds = written('HH:mm:ss');
  const shortDate = dated(written('d MMM'));
  const longDate = dated(written('d MMMM yyyy'));
  const sameDay = (a: Instant, b: Instant) => isSameDay(a, b, context);
  const numberFormat = new Intl.NumberFormat(locale);
  const percentFormat = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const sizeFormat = (unit: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 });
  const [kilobytes, megabytes, gigabytes] = [sizeFormat('kilobyte'), sizeFormat('megabyte'), sizeFormat('gigabyte')];
  const named = (options: Intl.DateTimeFormatOptions) => (at: Instant) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(at);

  const sign = (left: Millis) => (left <= -SECOND ? MINUS : '');
  const of = (value: number, name: string) => `${value}${NO_BREAK}${name}`;
  const hoursAndMinutes = (hours: number, minutes: number) => {
    if (minutes === 0) return of(hours, unit.hour);
    return `${hours}${NO_BREAK}h${NO_BREAK}${two(minutes)}`;
  };

  const countdown = (left: Millis) => {
    const { days, hours, minutes, seconds, whole } = parts(left);
    if (whole < 10 * MINUTE) return `${sign(left)}${minutes}:${two(seconds)}`;
    if (whole < HOUR) return `${sign(left)}${of(minutes, unit.minute)}`;
    if (whole < 2 * DAY) return `${sign(left)}${hoursAndMinutes(days * 24 + hours, minutes)}`;
    return `${sign(left)}${of(days, unit.day)}`;
  };

  const duration = (length: Millis) => {
    const { days, hours, minutes, seconds, whole } = parts(length);
    if (whole === 0 && length > 0) return `<${NO_BREAK}${of(1, unit.second)}`;
    if (whole < MINUTE) return of(seconds, unit.second);
    if (whole < HOUR)
      return seconds === 0 ? of(minutes, unit.minute) : `${of(minutes, unit.minute)}${NO_BREAK}${two(seconds)}`;
    if (whole < 2 * DAY) return hoursAndMinutes(days * 24 + hours, minutes);
    return hours === 0 ? of(days, unit.day) : `${of(days, unit.day)}${NO_BREAK}${of(hours, unit.hour)}`;
  };

  // Of today the hour alone, of another day what stands before and between the day and the hour.
  const inWords = (hour: string, day: string, between: string) => (at: Instant, now: Instant) =>
    sameDay(at, now) ? `${hour}${time(at)}` : `${day}${shortDate(at)}${between}${time(at)}`;
  const moments =
    language === 'fr'
      ? {
          momentOn: inWords('à ', 'le ', ' à '),
          momentSince: inWords('', 'le ', ' à '),
          momentTo: inWords('à ', 'au ', ' à '),
        }
      : {
          momentOn: inWords('at ', 'on ', ' at '),
          momentSince: inWords('', '', ' at '),
          momentTo: inWords('', '', ' at '),
        };

  return {
    language,
    zone,
    countdown,
    stopwatch(left) {
      const { minutes, seconds, whole } = parts(left);
      return whole < HOUR ? `${sign(left)}${minutes}:${two(seconds)}` : countdown(left);
    },
    duration,
    took: (length) => duration(length < MINUTE ? length : Math.round(length / MINUTE) * MINUTE),
    time,
    timeWithSeconds,
    day: dated(written('EEEE d MMMM')),
    shortDate,
    date: dated(writtenIn('EEE d MMM yyyy')),
    monthYear: written('MMMM yyyy'),
    weekday: (number, style) => named({ weekday: style })(dayOf(2026, 1, 4 + number) * DAY),
    month: (number, style) => named({ month: style })(dayOf(2026, number, 15) * DAY),
    full: (at) => `${longDate(at)} ${language === 'fr' ? 'à' : 'at'} ${timeWithSeconds(at)}`,
    moment: (at, now) => (sameDay(at, now) ? time(at) : `${shortDate(at)} ${time(at)}`),
    ...moments,
    ago(at, now) {
      const delta = at - now;
      const size = Math.abs(delta);
      if (size < 30 * SECOND) return language === 'fr' ? 'à l’instant' : 'just now';
      const [step, name] = size < HOUR ? [MINUTE, unit.minute] : size < DAY ? [HOUR, unit.hour] : [DAY, unit.day];
      const length = of(Math.max(1, Math.floor(size / step)), name);
      if (language === 'fr') return delta < 0 ? `il y a ${length}` : `dans ${length}`;
      return delta < 0 ? `${length} ago` : `in ${length}`;
    },
    fileDay: written('yyyy-MM-dd'),
    fileStamp: written('yyyy-MM-dd-HHmm'),
    number: (value) => numberFormat.format(value),
    percent: (fraction) => percentFormat.format(fraction),
    bytes(count) {
      // A small file is not nothing; and nothing is megabytes, as in « 0 Mo sur 12 Mo ».
      if (count > 0 && count < 1e5) return kilobytes.format(Math.ceil(count / 1e3));
      return count < 1e9 ? megabytes.format(count / 1e6) : gigabytes.format(count / 1e9);
    },
    sameDay,
  };
}

/**
 * French typography for interface strings: narrow no-break spaces before ; ! ? and full ones before : and inside
 * guillemets (Imprimerie nationale, Lexique des règles typographiques).
 * Strings are written with plain spaces and set once, when the language is loaded.
 */
export function typesetFrench(text: string): string {
  return text
    .replace(/ ([;!?])/g, `${NARROW}$1`)
    .replace(/ :/g, `${NO_BREAK}:`)
    .replace(/ »/g, `${NO_BREAK}»`)
    .replace(/« /g, `«${NO_BREAK}`);
}

export const FormatContext = createContext<Format | undefined>(undefined);

export function useFormat(): Format {
  const format = useContext(FormatContext);
  if (!format) throw new Error('useFormat outside FormatContext');
  return format;
}
