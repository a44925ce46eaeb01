import type { SlaPolicy } from '../model/sla-policy.ts';
import { DAY, HOUR, MINUTE } from '../time/clock.ts';

/**
 * What the procedures promise (« Temps de réponse », « Procédures d'incident »), in force until a policy record says
 * otherwise: response P0 5 min, P1 15 min, P2 1 h, P3 4 h, P4 24 h; resolution P0 60 min, P1 4 h; post-incident P0 24 h.
 */
export const PROCEDURES_SLA_POLICY: SlaPolicy = {
  name: 'Procédures',
  targets: {
    P0: { response: 5 * MINUTE, resolution: 60 * MINUTE, postIncident: 24 * HOUR },
    P1: { response: 15 * MINUTE, resolution: 4 * HOUR, postIncident: null },
    P2: { response: HOUR, resolution: null, postIncident: null },
    P3: { response: 4 * HOUR, resolution: null, postIncident: null },
    P4: { response: 24 * HOUR, resolution: null, postIncident: null },
  },
  calendars: { P0: null, P1: null, P2: null, P3: null, P4: null },
  warnAt: [0.5, 0.8],
  repeatEvery: { P0: 2 * MINUTE, P1: 10 * MINUTE, P2: null, P3: null, P4: null },
  reopenWithin: 30 * MINUTE,
  flapping: { firings: 3, within: 10 * MINUTE },
  closeAfter: 3 * DAY,
};
