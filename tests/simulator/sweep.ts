import { addTally, missing, type Tally } from './coverage.ts';
import { simulate } from './simulate.ts';

/** Each planted bug shows within 150 runs (mutants.test.ts), each fault within 500. */
const DEFAULT = '1000';
/** With fewer runs a rare fault may well be absent. */
const ENOUGH = 500;

/** `VIGIE_SIM_SEEDS=5000` (from 1), or `VIGIE_SIM_SEEDS=1234:1` to see one again. */
function seeds(): number[] {
  const [a = '', b] = (process.env.VIGIE_SIM_SEEDS ?? DEFAULT).split(':');
  const first = b === undefined ? 1 : Number(a);
  return Array.from({ length: Number(b ?? a) }, (_, index) => first + index);
}

/**
 * Every second seed, from the first or from the second: two files take a half each, so that they run side by side.
 * Throws at the first broken promise, with its seed and trace. Answers what no run met, when there were enough runs.
 */
export async function sweep(half: 0 | 1): Promise<{ runs: number; missing: string[] }> {
  const tally: Tally = new Map();
  const own = seeds().filter((_, index) => index % 2 === half);
  for (const seed of own) addTally(tally, (await simulate(seed)).tally);
  if (process.env.VIGIE_SIM_TRACE) console.log(Object.fromEntries(tally));
  return { runs: own.length, missing: own.length < ENOUGH ? [] : missing(tally) };
}
