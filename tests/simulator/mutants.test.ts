import { describe, expect, it } from 'vitest';
import { BUGS } from './bugs.ts';
import { SimulationFailed, simulate } from './simulate.ts';

/** Runs that a planted bug may survive before the simulator counts as blind to it. */
const PATIENCE = 150;

describe('the simulator', () => {
  for (const { what, ...planted } of BUGS) {
    it(`notices a console or server that ${what}`, { timeout: 600_000 }, async () => {
      let noticed: SimulationFailed | undefined;
      for (let seed = 1; seed <= PATIENCE && !noticed; seed += 1) {
        await simulate(seed, planted).catch((error: unknown) => {
          if (!(error instanceof SimulationFailed)) throw error;
          noticed = error;
        });
      }
      expect(noticed?.message).toMatch(/^seed \d+/);
      if (process.env.VIGIE_SIM_TRACE) console.log(what, '→', noticed?.message.split('\n')[0]);
    });
  }
});
