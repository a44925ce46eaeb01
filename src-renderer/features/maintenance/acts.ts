import { isSignedOn } from '../../../src-shared/maintenance/occurrence-parts.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { isOpen } from './day-model.ts';

/** What can be done to an occurrence, in the order in which a hand needs it; commands are `occurrence.<act>`. */
export const ACTS = [
  'start',
  'complete',
  'sign',
  'skip',
  'block',
  'assign',
  'take',
  'move',
  'raise',
  'followUp',
  'reopen',
] as const;
export type Act = (typeof ACTS)[number];

/** Done, and nobody has signed it whose signature its plan asks for. */
export const lacksSignature = ({ state, plan, planned }: MaintenanceItem): boolean =>
  state.completed !== undefined && state.signed === undefined && isSignedOn(plan.doc, planned.date);

/** Its signature is this person's to give: nobody vouches for what they have done themselves. */
export const waitsForSignature = (item: MaintenanceItem, me: string | undefined): boolean => {
  const by = item.state.completed?.by;
  return lacksSignature(item) && !(by?.kind === 'person' && by.id === me);
};

/** Whether it makes sense for an occurrence as it stands. */
export function fits(act: Act, item: MaintenanceItem): boolean {
  const { state } = item;
  switch (act) {
    case 'start':
      return isOpen(item) || state.started !== undefined;
    case 'reopen':
      return !isOpen(item);
    case 'sign':
      return lacksSignature(item);
    case 'raise':
    case 'followUp':
      return true;
    case 'move':
      return isOpen(item) && state.started === undefined;
    default:
      return isOpen(item);
  }
}
