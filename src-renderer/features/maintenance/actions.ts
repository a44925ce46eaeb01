import { changeOfWork } from '../../../src-shared/change/planned.ts';
import { err, type Result } from '../../../src-shared/contract/errors.ts';
import { windowOf } from '../../../src-shared/maintenance/occurrence-parts.ts';
import { incidentId, type PersonId, personId, type ServiceId } from '../../../src-shared/model/ids.ts';
import type { Incident } from '../../../src-shared/model/incident.ts';
import { type FollowUp, followUpId } from '../../../src-shared/model/post-mortem.ts';
import type { Evidence } from '../../../src-shared/model/run.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import { type Asked, askedOf } from '../../data/asked-of.ts';
import type { Mutated, MutateError } from '../../data/data.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import type { UndoEntry, UndoStack } from '../../platform/undo.ts';
import { isOpen, mayNotGoTo } from './day-model.ts';

export type Did =
  | 'started'
  | 'completed'
  | 'signed'
  | 'skipped'
  | 'blocked'
  | 'unblocked'
  | 'moved'
  | 'assigned'
  | 'reopened'
  | 'followedUp'
  | 'raised'
  | 'raisedByMistake'
  | 'foundByMistake';

export interface MaintenanceActionDeps {
  data: {
    now(): Instant;
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Result<Mutated, MutateError>>;
    /** The revision of a procedure that is in force here. */
    revisionOf(procedure: string): Promise<number>;
    /** Whether somebody else works on an incident by now. */
    isOthers(incident: string): Promise<boolean>;
    /** Whether a window on it would make incidents silent that nobody has acknowledged. */
    quiets(service: ServiceId): Promise<boolean>;
  };
  /** Asks whether it begins with its window all the same. */
  askWindow(item: MaintenanceItem): void;
  undo: UndoStack;
  newId(): string;
  go(path: string): void;
  feedback: {
    /** `maintenance.did.<what>` in words. */
    label(what: Did, count: number): string;
    did(what: Did, count: number, undo: UndoEntry | undefined): void;
    refused(error: MutateError): void;
    /** Nothing is moved into what is over. */
    isOver(): void;
  };
}

/** Each answers whether it was taken here. */
export interface MaintenanceActions {
  /** Goes to its page. */
  open(item: MaintenanceItem): void;
  /**
   * Begins the run, or goes to the one that has begun. With its window, if its plan has one, or without it; where that
   * was not said, it is asked if incidents would be silent that nobody has acknowledged.
   */
  start(item: MaintenanceItem, window?: boolean): Promise<boolean>;
  /** With what was seen, and files that lie on this laptop already and show it. */
  complete(items: readonly MaintenanceItem[], how?: { note?: string; files?: readonly Evidence[] }): Promise<boolean>;
  sign(item: MaintenanceItem): Promise<boolean>;
  skip(items: readonly MaintenanceItem[], reason: string): Promise<boolean>;
  block(items: readonly MaintenanceItem[], reason: string): Promise<boolean>;
  unblock(items: readonly MaintenanceItem[]): Promise<boolean>;
  assign(items: readonly MaintenanceItem[], to: PersonId | null): Promise<boolean>;
  take(items: readonly MaintenanceItem[], me: string): Promise<boolean>;
  move(item: MaintenanceItem, at: Instant, reason?: string): Promise<boolean>;
  reopen(items: readonly MaintenanceItem[]): Promise<boolean>;
  /** What was found becomes an incident; taken back, that is resolved as opened by mistake, unless another is at it. */
  raise(item: MaintenanceItem, content: Pick<Incident, 'title' | 'priority'>): Promise<boolean>;
  followUp(item: MaintenanceItem, content: Pick<FollowUp, 'title' | 'owner' | 'due'>): Promise<boolean>;
}

type Attempt = Promise<Result<Mutated, MutateError>>;
/** `at` is when that was said which is taken back: nobody else's saying is taken back in its place. */
type Back = (of: Asked, item: MaintenanceItem, at: Instant) => Attempt;

/** Everything a person does to occurrences, with its way back. */
export function createMaintenanceActions(deps: MaintenanceActionDeps): MaintenanceActions {
  const { data, undo, newId, go, feedback } = deps;

  /** One after another; what was refused is told and holds up nothing else. */
  async function each(
    items: readonly MaintenanceItem[],
    what: Did,
    run: (of: Asked, item: MaintenanceItem) => Attempt,
    back?: Back,
  ): Promise<boolean> {
    const taken: MaintenanceItem[] = [];
    const done: { item: MaintenanceItem; at: Instant }[] = [];
    for (const item of items) {
      const result = await run(askedOf(item), item);
      if (!result.ok) feedback.refused(result.error);
      else {
        const { at } = result.value;
        taken.push(item);
        // What was so before is not one's own to take back.
        if (at !== undefined) done.push({ item, at });
      }
    }
    if (taken.length === 0) return false;
    const entry =
      back && done.length > 0
        ? undo.push({
            label: feedback.label(what, done.length),
            undo: async () => {
              for (const { item, at } of done) {
                const result = await back(askedOf(item), item, at);
                if (!result.ok) feedback.refused(result.error);
              }
            },
          })
        : undefined;
    feedback.did(what, taken.length, entry);
    return true;
  }
  const unsettle: Back = (of, _, at) => data.mutate('occurrence.reopen', { ...of, of: at });
  const unstart: Back = (of, _, at) => data.mutate('occurrence.unstart', { ...of, of: at });
  const assign = (items: readonly MaintenanceItem[], to: PersonId | null) =>
    each(
      items,
      'assigned',
      (of) => data.mutate('occurrence.assign', { ...of, to }),
      (of, { state }, at) => data.mutate('occurrence.assign', { ...of, of: at, to: state.assignee ?? null }),
    );

  return {
    open: ({ planned }) => go(`/maintenance/${encodeURIComponent(planned.id)}`),
    async start(item, window) {
      const { id } = item.planned;
      if (!item.state.started) {
        const { procedure } = item.plan.doc;
        const silent = window === undefined ? windowOf(item.plan.doc, item.planned.date) : undefined;
        if (silent && (await data.quiets(silent.service))) {
          deps.askWindow(item);
          return false;
        }
        const revision = await data.revisionOf(procedure);
        const begun = await each(
          [item],
          'started',
          (of) =>
            data.mutate('occurrence.start', { ...of, procedure, revision, ...(window === false ? { window } : {}) }),
          unstart,
        );
        if (!begun) return false;
      }
      // The work on a system update is its change.
      const run = item.state.started?.run ?? id;
      go(
        item.plan.doc.change
          ? `/changes/${encodeURIComponent(changeOfWork(id, run))}`
          : `/runs/${encodeURIComponent(run)}`,
      );
      return true;
    },
    complete: (items, { note, files = [] } = {}) =>
      each(
        items.filter(isOpen),
        'completed',
        (of) =>
          data.mutate('occurrence.complete', {
            ...of,
            ...(note ? { note } : {}),
            ...(files.length > 0 ? { files: [...files] } : {}),
          }),
        unsettle,
      ),
    sign: (item) =>
      each(
        [item],
        'signed',
        (of) => data.mutate('occurrence.sign', of),
        (of, _, at) => data.mutate('occurrence.unsign', { ...of, of: at }),
      ),
    skip: (items, reason) =>
      each(items.filter(isOpen), 'skipped', (of) => data.mutate('occurrence.skip', { ...of, reason }), unsettle),
    block: (items, reason) =>
      each(
        items.filter((item) => isOpen(item) && item.state.status !== 'blocked'),
        'blocked',
        (of) => data.mutate('occurrence.block', { ...of, reason }),
        (of, _, at) => data.mutate('occurrence.unblock', { ...of, of: at }),
      ),
    unblock: (items) =>
      each(
        items.filter(({ state }) => state.status === 'blocked'),
        'unblocked',
        (of) => data.mutate('occurrence.unblock', of),
        (of, { state }, at) => data.mutate('occurrence.block', { ...of, of: at, reason: state.blocked?.reason ?? '—' }),
      ),
    assign,
    take: (items, me) => assign(items, personId(me)),
    async move(item, at, reason) {
      if (mayNotGoTo(item, at, data.now())) {
        feedback.isOver();
        return false;
      }
      return each(
        [item],
        'moved',
        (of) => data.mutate('occurrence.move', { ...of, at, ...(reason ? { reason } : {}) }),
        (of, { state }, at) => data.mutate('occurrence.move', { ...of, of: at, at: state.at }),
      );
    },
    reopen: (items) =>
      each(
        items.filter((item) => !isOpen(item)),
        'reopened',
        (of) => data.mutate('occurrence.reopen', of),
      ),
    async raise(item, content) {
      const id = incidentId(newId());
      const { plan, planned } = item;
      const opened = await each(
        [item],
        'raised',
        () =>
          data.mutate('incident.open', {
            id,
            ...content,
            ...(plan.doc.service ? { service: plan.doc.service } : {}),
            ...(plan.doc.team ? { team: plan.doc.team } : {}),
            occurrence: planned.id,
          }),
        async () => {
          if (await data.isOthers(id)) return err({ code: 'rejected', reason: 'conflict' });
          return data.mutate('incident.resolve', { id, text: feedback.label('raisedByMistake', 1) });
        },
      );
      if (opened) go(`/incidents/${id}`);
      return opened;
    },
    async followUp(item, content) {
      const id = followUpId(newId());
      return each(
        [item],
        'followedUp',
        (of) => data.mutate('followUp.create', { id, occurrence: of.id, ...content }),
        () =>
          data.mutate('followUp.close', {
            id,
            as: { status: 'dropped', reason: feedback.label('foundByMistake', 1) },
          }),
      );
    },
  };
}
