import type { AppError, Result } from '../../../src-shared/contract/errors.ts';
import type { Origin } from '../../../src-shared/model/actor.ts';
import { incidentId, type PersonId, type TeamId } from '../../../src-shared/model/ids.ts';
import type { IncidentStatus } from '../../../src-shared/model/incident.ts';
import type { Priority } from '../../../src-shared/model/priority.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import type { Mutated, MutateError } from '../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../platform/undo.ts';

/** What the actions need of the data layer. */
export interface ActionData {
  mutate<Name extends MutatorName>(
    name: Name,
    args: ArgsOf<Name>,
    options?: { via?: Origin },
  ): Promise<Result<Mutated, MutateError>>;
  incidents: {
    get(
      id: string,
    ): { doc: { title: string; priority: Priority; status: IncidentStatus; assignee?: PersonId } } | undefined;
  };
}

/** What was done, in words of the interface: `incident.did.<what>` with these parameters. */
export interface Did {
  what: string;
  count: number;
  title: string;
  name?: string;
}

export interface ActionFeedback {
  /** Tells the person what was done, with « Annuler » where there is an entry. */
  did(did: Did, undo: UndoEntry | undefined): void;
  /** Tells why a change was not taken; `title` names the incident where there is one. */
  refused(error: MutateError | AppError, title: string | undefined): void;
  /** The words of an undo entry. */
  label(did: Did): string;
}

export interface Via {
  via?: Origin;
}

type Inverse = (id: string) => Promise<Result<Mutated, MutateError>>;

/** Everything that may be done to incidents, many at once, each with its way back where there is one. */
export function createIncidentActions(deps: { data: ActionData; undo: UndoStack; feedback: ActionFeedback }) {
  const { data, undo, feedback } = deps;
  const titleOf = (id: string) => data.incidents.get(id)?.doc.title;

  /** Runs one change per incident. Answers the ids that took it; the first refusal is told. */
  async function each(ids: readonly string[], run: Inverse): Promise<string[]> {
    const done: string[] = [];
    let told = false;
    for (const id of ids) {
      const result = await run(id);
      if (!result.ok) {
        if (!told) feedback.refused(result.error, titleOf(id));
        told = true;
      } else if (result.value.outcome === 'applied') {
        done.push(id);
      }
    }
    return done;
  }

  async function change(
    ids: readonly string[],
    what: { name: string; person?: string },
    run: Inverse,
    back?: Inverse,
  ): Promise<boolean> {
    const done = await each(ids, run);
    const first = done[0];
    if (first === undefined) return false;
    const did: Did = { what: what.name, count: done.length, title: titleOf(first) ?? '', name: what.person };
    const entry = back
      ? undo.push({
          label: feedback.label(did),
          undo: async () => {
            await each(done, back);
          },
        })
      : undefined;
    feedback.did(did, entry);
    return true;
  }

  const acknowledge = (options?: Via) => (id: string) =>
    data.mutate('incident.acknowledge', { id: incidentId(id) }, options);
  const unacknowledge = (options?: Via) => (id: string) =>
    data.mutate('incident.unacknowledge', { id: incidentId(id) }, options);
  const resume = (options?: Via) => (id: string) => data.mutate('incident.resume', { id: incidentId(id) }, options);
  const assignTo = (to: PersonId | null, options?: Via) => (id: string) =>
    data.mutate('incident.assign', { id: incidentId(id), to }, options);

  return {
    acknowledge: (ids: readonly string[], options?: Via) =>
      change(ids, { name: 'acknowledged' }, acknowledge(options), unacknowledge()),

    unacknowledge: (ids: readonly string[], options?: Via) =>
      change(ids, { name: 'unacknowledged' }, unacknowledge(options), acknowledge()),

    /** `person` is the name to tell; each incident goes back to whoever had it. */
    assign(ids: readonly string[], to: PersonId | null, person?: string, options?: Via) {
      const before = new Map(ids.map((id) => [id, data.incidents.get(id)?.doc.assignee ?? null]));
      return change(ids, { name: to === null ? 'unassigned' : 'assigned', person }, assignTo(to, options), (id) =>
        assignTo(before.get(id) ?? null)(id),
      );
    },

    /** `undoReason` is what the timeline says when it is taken back. */
    setPriority(ids: readonly string[], priority: Priority, reason: string, undoReason: string, options?: Via) {
      const before = new Map(ids.map((id) => [id, data.incidents.get(id)?.doc.priority ?? priority]));
      const to = (id: string, value: Priority, why: string) =>
        data.mutate('incident.setPriority', { id: incidentId(id), priority: value, reason: why }, options);
      return change(
        ids,
        { name: 'priority', person: priority },
        (id) => to(id, priority, reason),
        (id) => to(id, before.get(id) ?? priority, undoReason),
      );
    },

    pause: (ids: readonly string[], reason: string, options?: Via) =>
      change(
        ids,
        { name: 'paused' },
        (id) => data.mutate('incident.pause', { id: incidentId(id), reason }, options),
        resume(),
      ),

    /** `undoReason` stands for the reason when the resume is taken back. */
    resume: (ids: readonly string[], undoReason: string, options?: Via) =>
      change(ids, { name: 'resumed' }, resume(options), (id) =>
        data.mutate('incident.pause', { id: incidentId(id), reason: undoReason }),
      ),

    /** Taken back, an incident that had been acknowledged is acknowledged again, by whoever takes it back. */
    resolve(ids: readonly string[], text: string | undefined, options?: Via) {
      const acknowledged = new Set(ids.filter((id) => data.incidents.get(id)?.doc.status === 'acknowledged'));
      return change(
        ids,
        { name: 'resolved' },
        (id) => data.mutate('incident.resolve', { id: incidentId(id), text: text || undefined }, options),
        async (id) => {
          const reopened = await data.mutate('incident.reopen', { id: incidentId(id) });
          return reopened.ok && acknowledged.has(id) ? acknowledge()(id) : reopened;
        },
      );
    },

    reopen: (ids: readonly string[], reason: string | undefined, options?: Via) =>
      change(
        ids,
        { name: 'reopened' },
        (id) => data.mutate('incident.reopen', { id: incidentId(id), reason: reason || undefined }, options),
        (id) => data.mutate('incident.resolve', { id: incidentId(id) }),
      ),

    close: (ids: readonly string[], options?: Via) =>
      change(ids, { name: 'closed' }, (id) => data.mutate('incident.close', { id: incidentId(id) }, options)),

    merge: (ids: readonly string[], into: string, options?: Via) =>
      change(ids, { name: 'merged', person: titleOf(into) }, (id) =>
        data.mutate('incident.merge', { id: incidentId(id), into: incidentId(into) }, options),
      ),

    note: (id: string, text: string) =>
      change([id], { name: 'noted' }, () => data.mutate('incident.note', { id: incidentId(id), text })),

    link: (id: string, url: string, title: string | undefined) =>
      change([id], { name: 'linked' }, () =>
        data.mutate('incident.link', { id: incidentId(id), url, title: title || undefined }),
      ),

    setStatusText: (id: string, text: string) =>
      change([id], { name: 'statusText' }, () => data.mutate('incident.setStatusText', { id: incidentId(id), text })),

    /** `name` is the team's. Within a minute of another call nothing happens, and that is said. */
    async page(ids: readonly string[], team: TeamId, name: string, options?: Via) {
      const already: string[] = [];
      const called = await change(ids, { name: 'paged', person: name }, async (id) => {
        const result = await data.mutate('incident.page', { id: incidentId(id), team }, options);
        if (result.ok && result.value.outcome === 'noop') already.push(id);
        return result;
      });
      const [first] = already;
      if (!called && first !== undefined) {
        const title = titleOf(first) ?? '';
        feedback.did({ what: 'pagedAlready', count: already.length, title, name }, undefined);
      }
      return called;
    },

    answer: (ids: readonly string[], options?: Via) =>
      change(ids, { name: 'answered' }, (id) => data.mutate('incident.answer', { id: incidentId(id) }, options)),

    /** Answers the new incident's id, or nothing where it was refused. */
    async open(args: ArgsOf<'incident.open'>): Promise<string | undefined> {
      const result = await data.mutate('incident.open', args);
      if (!result.ok) {
        feedback.refused(result.error, args.title);
        return undefined;
      }
      feedback.did({ what: 'opened', count: 1, title: args.title }, undefined);
      return args.id;
    },
  };
}

export type IncidentActions = ReturnType<typeof createIncidentActions>;
