import type { ActorRef } from '../model/actor.ts';
import { type Change, type ChangeStatus, GATES, type Gate } from '../model/change.ts';
import { sameJson } from '../mutators/same.ts';

/** What moves a change from one status to another. */
export const CHANGE_MOVES = [
  'propose',
  'withdraw',
  'approve',
  'refuse',
  'start',
  'complete',
  'rollBack',
  'cancel',
  'reopen',
] as const;
export type ChangeMove = (typeof CHANGE_MOVES)[number];

const NEXT: Readonly<Record<ChangeMove, Readonly<Partial<Record<ChangeStatus, ChangeStatus>>>>> = {
  propose: { draft: 'proposed' },
  withdraw: { proposed: 'draft', approved: 'draft' },
  approve: { proposed: 'approved' },
  refuse: { proposed: 'draft' },
  start: { approved: 'inProgress' },
  complete: { inProgress: 'done' },
  rollBack: { inProgress: 'rolledBack' },
  cancel: { draft: 'cancelled', proposed: 'cancelled', approved: 'cancelled' },
  reopen: { done: 'inProgress', rolledBack: 'draft', cancelled: 'draft' },
};

/** Where a move leads; undefined where it cannot be made from there. */
export const afterMove = (status: ChangeStatus, move: ChangeMove): ChangeStatus | undefined => NEXT[move][status];

/** Still to be ended. */
export const isOpenChange = ({ status }: Pick<Change, 'status'>): boolean =>
  status !== 'done' && status !== 'rolledBack' && status !== 'cancelled';

/** Its content may still be written. */
export const isEditable = ({ status }: Pick<Change, 'status'>): boolean =>
  status === 'draft' || status === 'proposed' || status === 'approved';

/** Whoever wrote it or put it forward does not approve it. */
export function isAuthor({ createdBy, acts }: Pick<Change, 'createdBy' | 'acts'>, who: ActorRef): boolean {
  return (
    sameJson(createdBy, who) ||
    acts.some(({ kind, by }) => (kind === 'edited' || kind === 'proposed') && sameJson(by, who))
  );
}

/** The gate to be passed next; undefined behind the last. */
export const nextGate = ({ gates }: Pick<Change, 'gates'>): Gate | undefined => GATES.find((gate) => !gates[gate]);

/** The gate that can be taken back: the last one passed. */
export const lastGate = ({ gates }: Pick<Change, 'gates'>): Gate | undefined => GATES.findLast((gate) => gates[gate]);

/** Test and staging come at any time before the end; production while the change is worked on, once it is approved. */
export const mayPassGate = ({ status }: Pick<Change, 'status'>, gate: Gate): boolean =>
  gate === 'production' ? status === 'inProgress' : isOpenChange({ status });
