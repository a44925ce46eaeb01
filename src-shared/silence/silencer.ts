import type { Silence } from '../model/silence.ts';
import type { Instant } from '../time/clock.ts';
import { type Labels, labelTest } from './matcher.ts';
import { type Cover, silenceState } from './state.ts';

interface SilenceEntity {
  id: string;
  doc: Silence;
}

export interface Silencer {
  /** Whether any silence is in force at all. */
  isIdle: boolean;
  cover(labels: Labels): Cover | undefined;
}

/** The silences in force at `now`, ready for many alerts. */
export function createSilencer(silences: Iterable<SilenceEntity>, now: Instant): Silencer {
  const active = [...silences]
    .filter(({ doc }) => silenceState(doc, now) === 'active')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, doc }) => ({ id, endsAt: doc.endsAt, matches: labelTest(doc.matchers) }));
  return {
    isIdle: active.length === 0,
    cover(labels) {
      const matching = active.filter(({ matches }) => matches(labels));
      if (matching.length === 0) return undefined;
      return {
        by: matching.map(({ id }) => id),
        until: matching.reduce((latest, { endsAt }) => Math.max(latest, endsAt), 0),
      };
    },
  };
}
