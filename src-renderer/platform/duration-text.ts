import { DAY, HOUR, MINUTE, type Millis, SECOND } from '../../src-shared/time/clock.ts';

const STEPS: Readonly<Record<string, Millis>> = {
  s: SECOND,
  sec: SECOND,
  m: MINUTE,
  min: MINUTE,
  mn: MINUTE,
  h: HOUR,
  j: DAY,
  d: DAY,
};

/**
 * What a person types for a length of time → milliseconds: « 5 min », « 4 h », « 1 h 30 », « 2j », « 90s », « 1:30 »
 * (minutes and seconds). A bare number counts minutes. Answers undefined for anything else, and for zero.
 */
export function parseDuration(text: string): Millis | undefined {
  const tidy = text
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(tidy);
  if (clock) return positive(Number(clock[1]) * MINUTE + Number(clock[2]) * SECOND);
  if (/^\d{1,5}$/.test(tidy)) return positive(Number(tidy) * MINUTE);

  const piece = /^(\d{1,5})\s?(jours?|days?|heures?|hours?|minutes?|secondes?|seconds?|sec|min|mn|[smhjd])(?![a-z])\s?/;
  let rest = tidy;
  let total = 0;
  let last: Millis = Number.POSITIVE_INFINITY;
  while (rest !== '') {
    const match = piece.exec(rest);
    if (!match) {
      // « 1 h 30 », « 1 min 54 »: a last bare number counts the next smaller unit.
      if (!/^\d{1,2}$/.test(rest)) return undefined;
      const step = last === HOUR ? MINUTE : last === MINUTE ? SECOND : undefined;
      return step === undefined ? undefined : positive(total + Number(rest) * step);
    }
    const unit = match[2] ?? '';
    const step = STEPS[unit] ?? STEPS[unit.charAt(0)];
    if (step === undefined || step >= last) return undefined;
    total += Number(match[1]) * step;
    last = step;
    rest = rest.slice(match[0].length);
  }
  return positive(total);
}

const positive = (value: Millis): Millis | undefined => (value > 0 ? value : undefined);
