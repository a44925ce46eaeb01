import { describe, expect, it } from 'vitest';
import { mayEnter } from './downstream.ts';
import { PHASES, type Phase } from './status.ts';

describe('the phases of sync', () => {
  it('all end in stopped, which is the end', () => {
    for (const phase of PHASES) {
      expect(mayEnter(phase, 'stopped')).toBe(true);
      if (phase !== 'stopped') expect(mayEnter('stopped', phase)).toBe(false);
    }
  });

  it('lead to live from everywhere', () => {
    for (const from of PHASES.filter((phase) => phase !== 'stopped')) {
      const reached = new Set<Phase>([from]);
      for (let grew = true; grew; ) {
        const next = PHASES.filter((to) => !reached.has(to) && [...reached].some((one) => mayEnter(one, to)));
        for (const one of next) reached.add(one);
        grew = next.length > 0;
      }
      expect(reached.has('live')).toBe(true);
    }
  });

  it('never go live without having caught up', () => {
    expect(PHASES.filter((from) => mayEnter(from, 'live'))).toEqual(['syncing']);
  });
});
