import { isPaused } from '../../../src-shared/incident/transitions.ts';
import type { Incident, IncidentStatus } from '../../../src-shared/model/incident.ts';

/** What a person may want of an incident; also the last part of the command's id. */
const INCIDENT_ACTIONS = [
  'acknowledge',
  'unacknowledge',
  'take',
  'assign',
  'priority',
  'pause',
  'resume',
  'resolve',
  'reopen',
  'close',
  'merge',
  'link',
  'statusText',
  'note',
  'page',
] as const;
export type IncidentAction = (typeof INCIDENT_ACTIONS)[number];

/** Why it cannot be done: `incident.why.<reason>`. */
export type Refusal =
  | 'viewer'
  | 'merged'
  | 'closed'
  | 'notTriggered'
  | 'notAcknowledged'
  | 'notOpen'
  | 'notResolved'
  | 'paused'
  | 'notPaused';

const FROM: Partial<Record<IncidentAction, { statuses: IncidentStatus[]; otherwise: Refusal }>> = {
  acknowledge: { statuses: ['triggered'], otherwise: 'notTriggered' },
  unacknowledge: { statuses: ['acknowledged'], otherwise: 'notAcknowledged' },
  pause: { statuses: ['triggered', 'acknowledged'], otherwise: 'notOpen' },
  resume: { statuses: ['triggered', 'acknowledged'], otherwise: 'notOpen' },
  page: { statuses: ['triggered', 'acknowledged'], otherwise: 'notOpen' },
  resolve: { statuses: ['triggered', 'acknowledged'], otherwise: 'notOpen' },
  reopen: { statuses: ['resolved'], otherwise: 'notResolved' },
  close: { statuses: ['resolved'], otherwise: 'notResolved' },
};

/** The mutators' own rules, run ahead to grey out what would be refused. Undefined where it may be done. */
export function refusal(action: IncidentAction, incident: Incident, mayRespond: boolean): Refusal | undefined {
  if (!mayRespond) return 'viewer';
  if (action === 'note') return undefined;
  if (incident.mergedInto) return 'merged';
  if (incident.status === 'closed') return 'closed';
  const rule = FROM[action];
  if (rule && !rule.statuses.includes(incident.status)) return rule.otherwise;
  if (action === 'pause' && isPaused(incident)) return 'paused';
  if (action === 'resume' && !isPaused(incident)) return 'notPaused';
  return undefined;
}
