import { describe, expect, it } from 'vitest';
import { instant } from '../../src-shared/time/clock.ts';
import { parseDuration } from './duration-text.ts';
import { createFormat, typesetFrench } from './format.ts';

const fr = createFormat({ language: 'fr', zone: 'Europe/Paris' });
const en = createFormat({ language: 'en', zone: 'America/New_York' });
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('countdown', () => {
  it.each([
    [102_000, '1:42'],
    [102_999, '1:42'],
    [0, '0:00'],
    [-102_000, '−1:42'],
    [18 * 60_000 + 59_000, '18 min'],
    [2 * 3_600_000 + 51 * 60_000, '2 h 51'],
    [4 * 3_600_000, '4 h'],
    [3 * 86_400_000, '3 j'],
  ])('writes %d ms left as %s', (left, text) => {
    expect(plain(fr.countdown(left))).toBe(text);
  });

  it('never breaks between the number and its unit', () => {
    expect(fr.countdown(18 * 60_000)).not.toContain(' ');
  });

  it('names days in the language', () => {
    expect(plain(en.countdown(3 * 86_400_000))).toBe('3 d');
  });
});

it('names weekdays and months in the language, whatever the zone', () => {
  expect([fr.weekday(1, 'long'), fr.weekday(7, 'short'), fr.month(2, 'long')]).toEqual(['lundi', 'dim.', 'février']);
  expect([en.weekday(1, 'short'), en.month(12, 'short')]).toEqual(['Mon', 'Dec']);
  expect(fr.monthYear(instant('2026-10-31T23:30:00Z'))).toBe('novembre 2026');
});

describe('stopwatch and duration', () => {
  it('counts to the second within the hour, in minutes and hours beyond', () => {
    expect(fr.stopwatch(41 * 60_000 + 12_000)).toBe('41:12');
    expect(fr.stopwatch(-41 * 60_000 - 12_000)).toBe('−41:12');
    expect(plain(fr.stopwatch(3_600_000))).toBe('1 h');
    expect(plain(fr.stopwatch(2 * 3_600_000 + 51 * 60_000 + 7_000))).toBe('2 h 51');
  });

  it.each([
    [54_000, '54 s'],
    [300_000, '5 min'],
    [114_000, '1 min 54'],
    [86_400_000, '24 h'],
    [5_400_000, '1 h 30'],
    [51 * 3_600_000, '2 j 3 h'],
  ])('writes %d ms as %s and reads it back', (length, text) => {
    expect(plain(fr.duration(length))).toBe(text);
    expect(parseDuration(text)).toBe(length);
  });
});

it('writes what work took: seconds under a minute, whole minutes from there on, and no work as none', () => {
  expect([300, 21_000, 59_999, 89_000, 5_430_000].map((length) => plain(fr.took(length)))).toEqual([
    '< 1 s',
    '21 s',
    '59 s',
    '1 min',
    '1 h 31',
  ]);
  expect(plain(fr.duration(0))).toBe('0 s');
});

describe('parseDuration', () => {
  it.each([
    ['5', 300_000],
    ['5min', 300_000],
    ['4 heures', 14_400_000],
    ['1:30', 90_000],
    ['2 days', 172_800_000],
    ['90 S', 90_000],
    ['1\u202fh\u00a005', 3_900_000],
  ])('reads %s', (text, length) => {
    expect(parseDuration(text)).toBe(length);
  });

  it.each(['', '0', 'soon', '-5 min', '5 min 4 h', '4 lustres', '1.5 h', '5 minx'])('refuses « %s »', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('absolute times', () => {
  const at = instant('2026-11-24T09:39:18Z');

  it('stands in the zone that was asked for', () => {
    expect(fr.time(at)).toBe('10:39');
    expect(fr.timeWithSeconds(at)).toBe('10:39:18');
    expect(en.time(at)).toBe('04:39');
    expect(en.time(at, 'Asia/Tokyo')).toBe('18:39');
    expect(en.date(at, 'Pacific/Auckland')).toBe('Tue 24 Nov 2026');
    expect(fr.date(at)).toBe('mar. 24 nov. 2026');
    expect(fr.day(at)).toBe('mardi 24 novembre');
    expect(plain(fr.full(at))).toBe('24 novembre 2026 à 10:39:18');
  });

  it('has the first of a month as it is said in French', () => {
    const first = instant('2026-12-01T09:01:00Z');
    expect([fr.day(first), fr.date(first), fr.shortDate(first)]).toEqual([
      'mardi 1er décembre',
      'mar. 1er déc. 2026',
      '1er déc.',
    ]);
    expect(plain(fr.full(first))).toBe('1er décembre 2026 à 10:01:00');
    expect(fr.moment(first, at)).toBe('1er déc. 10:01');
    expect([en.day(first), fr.shortDate(instant('2026-12-11T09:01:00Z'))]).toEqual(['Tuesday 1 December', '11 déc.']);
  });

  it('adds the day when it is another one in that zone', () => {
    expect(fr.moment(at, instant('2026-11-24T22:00:00Z'))).toBe('10:39');
    expect(fr.moment(at, instant('2026-11-24T23:00:00Z'))).toBe('24 nov. 10:39');
  });

  it('names a moment in a sentence as what stands before it asks for', () => {
    const later = instant('2026-11-26T12:00:00Z');
    const said = (format: typeof fr, now: number) => [
      format.momentOn(at, now),
      `depuis ${format.momentSince(at, now)}`,
      `jusqu’${format.momentTo(at, now)}`,
    ];
    expect(said(fr, at)).toEqual(['à 10:39', 'depuis 10:39', 'jusqu’à 10:39']);
    expect(said(fr, later)).toEqual(['le 24 nov. à 10:39', 'depuis le 24 nov. à 10:39', 'jusqu’au 24 nov. à 10:39']);
    expect([en.momentOn(at, at), en.momentSince(at, at), en.momentTo(at, at)]).toEqual(['at 04:39', '04:39', '04:39']);
    expect([en.momentOn(at, later), en.momentSince(at, later), en.momentTo(at, later)]).toEqual([
      'on 24 Nov at 04:39',
      '24 Nov at 04:39',
      '24 Nov at 04:39',
    ]);
  });

  it('says how long ago', () => {
    expect(plain(fr.ago(at - 180_000, at))).toBe('il y a 3 min');
    expect(plain(fr.ago(at - 5_000, at))).toBe('à l’instant');
    expect(plain(en.ago(at + 7_200_000, at))).toBe('in 2 h');
    expect(plain(en.ago(at - 9 * 3_600_000, at))).toBe('9 h ago');
    expect(plain(fr.ago(at - 172_800_000, at))).toBe('il y a 2 j');
  });
});

describe('typesetFrench', () => {
  it('keeps double punctuation on the line of its word', () => {
    expect(typesetFrench('Prêt ? « Oui » : partez !')).toBe('Prêt\u202f? «\u00a0Oui\u00a0»\u00a0: partez\u202f!');
  });
});

describe('a file', () => {
  it('bears the day of the zone, not that of Greenwich', () => {
    const lateEvening = instant('2026-11-24T23:30:00Z');
    expect(fr.fileDay(lateEvening)).toBe('2026-11-25');
    expect(en.fileDay(lateEvening)).toBe('2026-11-24');
    expect(fr.fileStamp(lateEvening)).toBe('2026-11-25-0030');
  });
});

describe('bytes', () => {
  it.each([
    [82_340_000_000, '82,3 Go', '82.3 GB'],
    [12_000_000, '12 Mo', '12 MB'],
    [640_000, '0,6 Mo', '0.6 MB'],
    [41_200, '42 ko', '42 kB'],
    [312, '1 ko', '1 kB'],
    [0, '0 Mo', '0 MB'],
  ])('%i is %s', (count, french, english) => {
    expect(plain(fr.bytes(count))).toBe(french);
    expect(plain(en.bytes(count))).toBe(english);
  });
});
