import { describe, expect, it } from 'vitest';
import { sweep } from './sweep.ts';

describe('sync, simulated', () => {
  it('keeps its promises in every second run, and the runs meet every fault', { timeout: 900_000 }, async () => {
    expect((await sweep(0)).missing).toEqual([]);
  });
});
