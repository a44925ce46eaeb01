import type { Heartbeat } from '../../../src-shared/model/heartbeat.ts';
import { SECOND } from '../../../src-shared/time/clock.ts';

/** What its last runs took, oldest first, in milliseconds: to the second, as they are told, so that a line shows no less. */
export const durationsOf = ({ facts }: Heartbeat): number[] =>
  (facts?.durations ?? []).map((took) => Math.round(took / SECOND) * SECOND);
