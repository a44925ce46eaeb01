import type { Result } from '../../../src-shared/contract/errors.ts';
import { type Heartbeat, heartbeatId } from '../../../src-shared/model/heartbeat.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Mutated, MutateError } from '../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../platform/undo.ts';

/** All of a job that a person says. */
export type HeartbeatContent = Omit<ArgsOf<'heartbeat.create'>, 'id' | 'key'>;
export type HeartbeatSet = ArgsOf<'heartbeat.edit'>['set'];

export interface HeartbeatActionDeps {
  data: {
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Result<Mutated, MutateError>>;
    /** As this laptop has it now. */
    read(id: string): Promise<Heartbeat | undefined>;
  };
  undo: UndoStack;
  newId(): string;
  feedback: {
    /** `heartbeats.did.<what>` in words. */
    label(what: string, name: string): string;
    did(what: string, name: string, undo: UndoEntry | undefined): void;
    refused(error: MutateError): void;
  };
}

export interface HeartbeatActions {
  /** Answers its id where this laptop took it. */
  create(content: HeartbeatContent): Promise<string | undefined>;
  edit(id: string, seen: Heartbeat, set: HeartbeatSet): Promise<boolean>;
  pause(id: string): Promise<boolean>;
  resume(id: string): Promise<boolean>;
  /** A new address; the old one is unknown from then on. */
  renew(id: string): Promise<boolean>;
  remove(id: string): Promise<boolean>;
}

/** What takes `set` back from a job that was as it was seen; what others changed meanwhile stands. */
function backOf(set: HeartbeatSet, seen: Heartbeat): HeartbeatSet {
  const { name, slug = null, service = null, team = null, tags, priority, schedule, manualResume = null } = seen;
  const was: Required<HeartbeatSet> = { name, slug, service, team, tags, priority, schedule, manualResume };
  return Object.fromEntries(Object.entries(was).filter(([field]) => Object.hasOwn(set, field)));
}

/** Everything a person does to jobs that ping, with its way back. */
export function createHeartbeatActions({ data, undo, newId, feedback }: HeartbeatActionDeps): HeartbeatActions {
  type Answer = Promise<Result<Mutated, MutateError>>;
  /** `back` names what it takes back by when it was said; what was so before is not one's own to take back. */
  const done = (what: string, name: string, { at }: Mutated, back?: (of: Instant) => Answer) => {
    if (!back || at === undefined) {
      feedback.did(what, name, undefined);
      return true;
    }
    const entry = undo.push({
      label: feedback.label(what, name),
      undo: async () => {
        const result = await back(at);
        if (!result.ok) feedback.refused(result.error);
      },
    });
    feedback.did(what, name, entry);
    return true;
  };
  const refused = (error: MutateError) => {
    feedback.refused(error);
    return false;
  };

  return {
    async create(content) {
      const id = heartbeatId(newId());
      const result = await data.mutate('heartbeat.create', { id, key: newId(), ...content });
      if (!result.ok) {
        feedback.refused(result.error);
        return undefined;
      }
      done('created', content.name, result.value, () => data.mutate('heartbeat.remove', { id }));
      return id;
    },
    async edit(raw, seen, set) {
      const id = heartbeatId(raw);
      const result = await data.mutate('heartbeat.edit', { id, set });
      if (!result.ok) return refused(result.error);
      const back = () => data.mutate('heartbeat.edit', { id, set: backOf(set, seen) });
      return done('edited', set.name ?? seen.name, result.value, back);
    },
    async pause(raw) {
      const id = heartbeatId(raw);
      const name = (await data.read(raw))?.name ?? '';
      const result = await data.mutate('heartbeat.pause', { id });
      if (!result.ok) return refused(result.error);
      return done('paused', name, result.value, (of) => data.mutate('heartbeat.resume', { id, of }));
    },
    async resume(raw) {
      const name = (await data.read(raw))?.name ?? '';
      const result = await data.mutate('heartbeat.resume', { id: heartbeatId(raw) });
      if (!result.ok) return refused(result.error);
      // It begins anew: what the pause had put aside is gone, and another pause would not bring it back.
      feedback.did('resumed', name, undefined);
      return true;
    },
    async renew(raw) {
      const id = heartbeatId(raw);
      const before = await data.read(raw);
      const result = await data.mutate('heartbeat.newKey', { id, key: newId() });
      if (!result.ok || !before) return result.ok || refused(result.error);
      return done('renewed', before.name, result.value, () => data.mutate('heartbeat.newKey', { id, key: before.key }));
    },
    async remove(raw) {
      const id = heartbeatId(raw);
      const before = await data.read(raw);
      const result = await data.mutate('heartbeat.remove', { id });
      if (!result.ok || !before) return result.ok || refused(result.error);
      return done('removed', before.name, result.value, () => data.mutate('heartbeat.restore', { id, doc: before }));
    },
  };
}
