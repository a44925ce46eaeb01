import type { Change } from '../../src-shared/model/change.ts';
import { HOUR, type Instant } from '../../src-shared/time/clock.ts';

/** A change as the server wrote it down at `at`: a draft of nobody's, but for what a test says of it. */
export function changeRecord(at: Instant, more: Partial<Change> = {}): Change {
  const by = { kind: 'system' } as const;
  return {
    title: 'Noyau',
    type: 'security',
    services: [],
    risk: 'low',
    window: { from: at, to: at + HOUR, zone: 'Europe/Paris' },
    status: 'draft',
    authors: [by],
    contentId: 'first',
    gates: {},
    exceptions: [],
    incidents: [],
    runs: [],
    acts: [],
    revision: 1,
    createdBy: by,
    createdAt: at,
    updatedAt: at,
    ...more,
  };
}
