import { z } from 'zod';
import type { Change, ChangeAct } from '../model/change.ts';
import { changeIdSchema, changeSilenceId, freezeIdSchema } from '../model/change.ts';
import { instantSchema } from '../model/ids.ts';
import { asBefore, asSeen, isOutcome, onMove, otherDeed, putChange, seenSchema } from './change.ts';
import { closeWindow } from './maintenance-window.ts';
import { type MutatorContext, mutator, noop, type Outcome, rejected } from './mutator.ts';

/** The deed that is taken back, by the instant at which it was said: the person's own, and the last of its kind. */
const deedSchema = seenSchema.extend({ of: instantSchema });

type Test = (act: ChangeAct) => boolean;

/** What says nothing of the work: it may have come between. */
const isLink: Test = ({ kind }) =>
  kind === 'linked' ||
  kind === 'unlinked' ||
  kind === 'runLinked' ||
  kind === 'runUnlinked' ||
  kind === 'occurrenceLinked' ||
  kind === 'occurrenceUnlinked';

/** What an exception from a freeze lets happen. */
const isWork: Test = (act) =>
  act.kind === 'started' ||
  act.kind === 'extended' ||
  act.kind === 'reopened' ||
  (act.kind === 'gatePassed' && act.gate === 'production');

/** A refusal where what is meant is another's deed or another time's, or `follows` came after it. */
function cameBetween(change: Change, ctx: MutatorContext, of: number, isMeant: Test, follows: Test) {
  const since = change.acts.slice(change.acts.findLastIndex(isMeant) + 1);
  const other = otherDeed(change, ctx, of, isMeant);
  return other ?? (since.some(follows) ? rejected('conflict', { status: change.status }) : undefined);
}

/** It is written as it was, and what was said of that is said of it again; not once something else was said. */
export const takeBackEdit = mutator({
  args: z.object({ id: changeIdSchema, of: instantSchema }),
  role: 'responder',
  async apply(tx, { id, of }, ctx) {
    const before = await tx.get('change', id);
    if (!before) return rejected('notFound');
    const was = asBefore(before, 'edited');
    const other = otherDeed(before, ctx, of, ({ kind }) => kind === 'edited');
    if (other || !was) return other ?? rejected('conflict', { status: before.status });
    const said = before.acts.findLast(({ kind }) => kind === 'edited');
    const fields = said?.kind === 'edited' ? said.fields : [];
    return putChange(tx, ctx, id, { ...was, revision: before.revision + 1 }, { kind: 'edited', fields });
  },
});

/** It is put forward again, or approved, as it was; not once something else was said of it. */
export const takeBackWithdrawal = mutator({
  args: deedSchema,
  role: 'responder',
  async apply(tx, { of, ...seen }, ctx) {
    const before = await asSeen(tx, seen);
    if (isOutcome(before)) return before;
    const was = asBefore(before, 'withdrawn');
    const other = otherDeed(before, ctx, of, ({ kind }) => kind === 'withdrawn');
    if (other || !was) return other ?? rejected('conflict', { status: before.status });
    return putChange(tx, ctx, seen.id, was, { kind: 'withdrawalTakenBack' });
  },
});

/** It waits for its approval again, as it did. */
export const takeBackApproval = mutator({
  args: deedSchema,
  role: 'lead',
  apply: (tx, { of, ...seen }, ctx) =>
    onMove(
      tx,
      seen,
      'unapprove',
      ({ approval: _void, ...before }, status) =>
        otherDeed(before, ctx, of, ({ kind }) => kind === 'approved') ??
        putChange(tx, ctx, seen.id, { ...before, status }, { kind: 'approvalTakenBack' }),
    ),
});

/** The freeze holds it again. Not once the work went ahead by it. */
export const takeBackException = mutator({
  args: deedSchema.extend({ freeze: freezeIdSchema }),
  role: 'lead',
  async apply(tx, { of, freeze, ...seen }, ctx): Promise<Outcome> {
    const before = await asSeen(tx, seen);
    if (isOutcome(before)) return before;
    const exceptions = before.exceptions.filter((one) => one.freeze !== freeze);
    if (exceptions.length === before.exceptions.length) return noop;
    const isMeant: Test = (act) => act.kind === 'excepted' && act.freeze === freeze;
    const problem = cameBetween(before, ctx, of, isMeant, isWork);
    if (problem) return problem;
    const said = before.acts.findLast((act) => act.kind === 'excepted' && act.freeze === freeze);
    const title = said?.kind === 'excepted' ? said.title : '';
    return putChange(tx, ctx, seen.id, { ...before, exceptions }, { kind: 'exceptionTakenBack', freeze, title });
  },
});

/** It was not begun, and its services are heard again. Not once something was said of the work. */
export const unstartChange = mutator({
  args: deedSchema,
  role: 'responder',
  apply: (tx, { of, ...seen }, ctx) =>
    onMove(tx, seen, 'unstart', async (begun, status) => {
      const problem = cameBetween(
        begun,
        ctx,
        of,
        ({ kind }) => kind === 'started',
        (act) => !isLink(act),
      );
      if (problem) return problem;
      await closeWindow(tx, ctx, changeSilenceId(seen.id));
      const { startedAt: _at, startedBy: _by, silenced: _quiet, until: _end, ...before } = begun;
      return putChange(tx, ctx, seen.id, { ...before, status }, { kind: 'unstarted' });
    }),
});
