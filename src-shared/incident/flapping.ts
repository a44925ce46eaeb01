import type { Incident } from '../model/incident.ts';
import type { SlaPolicy } from '../model/sla-policy.ts';
import { PROCEDURES_SLA_POLICY } from '../sla/default-policy.ts';
import type { Instant, Millis } from '../time/clock.ts';

export interface FlapRules {
  firings: number;
  within: Millis;
}

/** The policy's own rules; undefined where flapping is let through. */
export function flapRulesOf(policy: SlaPolicy): FlapRules | undefined {
  const rules = policy.flapping === undefined ? PROCEDURES_SLA_POLICY.flapping : policy.flapping;
  return rules ?? undefined;
}

const KEPT = 20;

/** The firings that still count, and this one. */
export function noteFiring(recent: readonly Instant[] | undefined, at: Instant, rules: FlapRules): Instant[] {
  return [...(recent ?? []).filter((one) => one > at - rules.within), at].slice(-KEPT);
}

/** Whether what fired at these instants flaps at `at`: as many firings as the rules ask for, in their time. */
export function isFlapping(recent: readonly Instant[] | undefined, at: Instant, rules: FlapRules): boolean {
  return (recent ?? []).filter((one) => one > at - rules.within && one <= at).length >= rules.firings;
}

/** Whether a sender's resolve and firing are taken for noise at `at`. */
export function isDamped({ flapping }: Incident, at: Instant): boolean {
  return flapping !== undefined && at < flapping.until;
}

/** One more change of what flaps: it has to be quiet for the whole time from here on. */
export function noteChange(incident: Incident, at: Instant, rules: FlapRules): Incident {
  const before = isDamped(incident, at) ? incident.flapping : undefined;
  return {
    ...incident,
    flapping: {
      since: before?.since ?? at,
      until: Math.max(at + rules.within, before?.until ?? 0),
      changes: (before?.changes ?? 0) + 1,
    },
  };
}
