import { RRuleTemporal } from 'rrule-temporal';
import { createTimings, type PlanRecord, type Range } from '../src-shared/recurrence/timing.ts';
import { dateOf, instant, MINUTE } from '../src-shared/time/clock.ts';
import type { Context, Figure } from './harness/figure.ts';

const PLANS = 200;
/** As many of them for the peer, which needs as long for each as we for hundreds; its time is multiplied up. */
const OF_THE_PEER = 4;
const RULES = [
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
] as const;

const THREE_YEARS: Range = { from: instant('2026-01-01T00:00:00+01:00'), to: instant('2029-01-01T00:00:00+01:00') };
const ONE_YEAR: Range = { from: THREE_YEARS.from, to: instant('2027-01-01T00:00:00+01:00') };

const digits = (value: number) => String(value).padStart(2, '0');
/** From 04:00 on: a reading that a change of clocks skips is left out by the peer and done right after by us. */
const timeOf = (index: number) => ({ hour: digits(4 + (index % 20)), minute: digits((index * 7) % 60) });
const ruleOf = (index: number) => RULES[index % RULES.length] ?? 'FREQ=DAILY';

function plan(index: number): PlanRecord {
  const { hour, minute } = timeOf(index);
  const terms = {
    from: '2026-01-01',
    anchor: '2026-01-01',
    rrule: ruleOf(index),
    time: `${hour}:${minute}`,
    duration: 30 * MINUTE,
    zone: 'Europe/Paris',
    grace: 0,
    holidays: 'keep' as const,
  };
  return { id: `plan-${index}`, doc: { terms: [terms] } };
}

function peerCount(index: number, { from, to }: Range): number {
  const { hour, minute } = timeOf(index);
  const start = `DTSTART;TZID=Europe/Paris:20260101T${hour}${minute}00`;
  const rule = new RRuleTemporal({ rruleString: `${start}\nRRULE:${ruleOf(index)}`, includeDtstart: false });
  return rule.between(dateOf(from), dateOf(to - 1), true).length;
}

interface Spent {
  took: number;
  counts: number[];
}

function timed(many: number, count: (index: number) => number): Spent {
  const began = performance.now();
  const counts = Array.from({ length: many }, (_one, index) => count(index));
  return { took: performance.now() - began, counts };
}

async function once(range: Range): Promise<{ ours: number; peer: number; occurrences: number }> {
  // New ones: what a zone's days are is not yet known.
  const timings = createTimings([]);
  const ours = timed(PLANS, (index) => timings.occurrencesOf(plan(index), range).length);
  const peer = timed(OF_THE_PEER, (index) => peerCount(index, range));
  for (const [index, count] of peer.counts.entries()) {
    if (ours.counts[index] !== count) throw new Error(`${ruleOf(index)}: ${ours.counts[index]} and ${count}`);
  }
  const occurrences = ours.counts.reduce((sum, count) => sum + count, 0);
  return { ours: ours.took, peer: (peer.took / OF_THE_PEER) * PLANS, occurrences };
}

export const figure: Figure = {
  name: 'plans',
  title: `Occurrences of ${PLANS} plans (rrule-temporal: ${OF_THE_PEER} plans measured, multiplied up)`,
  async run(ctx: Context) {
    const years = await ctx.median(() => once(THREE_YEARS));
    const year = await ctx.median(() => once(ONE_YEAR));
    const peer = (value: number) => ({ name: `rrule-temporal, ${OF_THE_PEER} plans × ${PLANS / OF_THE_PEER}`, value });
    return [
      {
        what: `three years expanded, ${years.occurrences} occurrences`,
        ours: years.ours,
        unit: 'ms',
        peer: peer(years.peer),
        target: { atMost: 1_000 },
      },
      {
        what: `the calendar of a year, ${year.occurrences} occurrences`,
        ours: year.ours,
        unit: 'ms',
        peer: peer(year.peer),
      },
    ];
  },
};
