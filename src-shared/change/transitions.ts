import type { ActorRef } from '../model/actor.ts';
import { type Change, type ChangeStatus, GATES, type Gate } from '../model/change.ts';
import { sameJson } from '../mutators/same.ts';
import { HOUR, type Instant, type Millis } from '../time/clock.ts';
import { plannedEnd } from './work-span.ts';

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
  'unapprove',
  'unstart',
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
  unapprove: { approved: 'proposed' },
  unstart: { inProgress: 'approved' },
};

/** Where a move leads; undefined where it cannot be made from there. */
export const afterMove = (status: ChangeStatus, move: ChangeMove): ChangeStatus | undefined => NEXT[move][status];

/** Still to be ended. */
export const isOpenChange = ({ status }: Pick<Change, 'status'>): boolean =>
  status !== 'done' && status !== 'rolledBack' && status !== 'cancelled';

/** Its content may still be written. */
export const isEditable = ({ status }: Pick<Change, 'status'>): boolean =>
  status === 'draft' || status === 'proposed' || status === 'approved';

/** Whoever wrote it or put it forward neither approves it nor excepts it from a freeze. */
export const isAuthor = ({ authors }: Pick<Change, 'authors'>, who: ActorRef): boolean =>
  authors.some((one) => sameJson(one, who));

/** What was completed by mistake is taken up again for so long, and to the end of its window. */
const REOPENED_FOR: Millis = HOUR;

/** Whether an ending may be taken back then: a draft may be made again of what was given up at any time. */
export const mayReopen = (change: Pick<Change, 'status' | 'endedAt' | 'until' | 'window'>, at: Instant): boolean =>
  change.status !== 'done' || at < Math.max(plannedEnd(change), (change.endedAt ?? 0) + REOPENED_FOR);

/** A change of high risk is put forward with its way back. */
export const lacksRollback = ({ risk, rollback }: Pick<Change, 'risk' | 'rollback'>): boolean =>
  risk === 'high' && (rollback ?? '').trim() === '';

/** The gate to be passed next; undefined behind the last. */
export const nextGate = ({ gates }: Pick<Change, 'gates'>): Gate | undefined => GATES.find((gate) => !gates[gate]);

/** The gate that can be taken back: the last one passed. */
export const lastGate = ({ gates }: Pick<Change, 'gates'>): Gate | undefined => GATES.findLast((gate) => gates[gate]);

/** Test and staging come at any time before the end; production while the change is worked on, once it is approved. */
export const mayPassGate = ({ status }: Pick<Change, 'status'>, gate: Gate): boolean =>
  gate === 'production' ? status === 'inProgress' : isOpenChange({ status });
