import { type Instant, isoInstant, MINUTE, type Millis, SECOND } from '../../time/clock.ts';
import { offsetAt, wallClock } from '../../time/zone.ts';

const two = (value: number) => String(value).padStart(2, '0');
const NO_BREAK = '\u00a0';

/** « 1 h 02 min 03 s »: to the second, so that lengths that are shown can be added up. */
export function lengthText(length: Millis): string {
  const seconds = Math.floor(length / SECOND);
  const parts = [
    { value: Math.floor(seconds / 3_600), unit: 'h' },
    { value: Math.floor(seconds / 60) % 60, unit: 'min' },
    { value: seconds % 60, unit: 's' },
  ].filter(({ value }) => value > 0);
  const [first, ...rest] = parts.length > 0 ? parts : [{ value: 0, unit: 's' }];
  return [
    `${first?.value}${NO_BREAK}${first?.unit}`,
    ...rest.map(({ value, unit }) => `${two(value)}${NO_BREAK}${unit}`),
  ].join(NO_BREAK);
}

/** How far clocks in `zone` are ahead at an instant: « UTC+01:00 ». */
function offsetText(at: Instant, zone: string): string {
  const offset = offsetAt(at, zone);
  const minutes = Math.floor(Math.abs(offset) / MINUTE);
  return `UTC${offset < 0 ? '−' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export interface WallText {
  /** « 2026-11-22 04:12:07 », with the offset where it changes during what is told. */
  moment(at: Instant): string;
  /** « 04:12:07 »; the whole moment on another day than the one before it in the text. */
  time(at: Instant, before: Instant | undefined): string;
  /** « Europe/Paris (UTC+01:00) » */
  zone: string;
}

/** Readings of clocks in `zone`. `span` is what is told of: over a change of the clocks each reading names its offset. */
export function wallText(zone: string, span: readonly Instant[]): WallText {
  const offsets = [...new Set(span.map((at) => offsetText(at, zone)))];
  const read = (at: Instant) => isoInstant(wallClock(at, zone)).slice(0, 19).replace('T', ' ');
  const suffix = (at: Instant) => (offsets.length > 1 ? ` ${offsetText(at, zone)}` : '');
  return {
    moment: (at) => read(at) + suffix(at),
    time: (at, before) => {
      const [day, time] = read(at).split(' ');
      return (before !== undefined && read(before).startsWith(day ?? '') ? (time ?? '') : read(at)) + suffix(at);
    },
    zone: offsets.length === 1 ? `${zone} (${offsets[0]})` : zone,
  };
}
