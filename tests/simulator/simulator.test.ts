import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

/** How many runs, and from which seed: `VIGIE_SIM_SEEDS=5000`, or `VIGIE_SIM_SEEDS=1234:1` to see one again. */
function seeds(): number[] {
  const [a = '', b] = (process.env.VIGIE_SIM_SEEDS ?? '400').split(':');
  const first = b === undefined ? 1 : Number(a);
  return Array.from({ length: Number(b ?? a) }, (_, index) => first + index);
}

describe('sync, simulated', () => {
  it('keeps its promises under every seed', { timeout: 3_600_000 }, async () => {
    let deeds = 0;
    for (const seed of seeds()) deeds += (await simulate(seed)).deeds;
    expect(deeds).toBeGreaterThan(0);
  });
});
