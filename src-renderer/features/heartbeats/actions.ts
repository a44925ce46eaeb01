import type { Result } from '../../../src-shared/contract/errors.ts';
import { type Heartbeat, heartbeatId } from '../../../src-shared/model/heartbeat.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import { reversible } from '../../data/back-of.ts';
import type { Mutated, MutateError } from '../../data/data.ts';
import { type Answer, createDeed, type DeedFeedback } from '../../data/deeds.ts';
import type { UndoStack } from '../../platform/undo.ts';

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
  /** `heartbeats.did.<what>` in words. */
  feedback: DeedFeedback<[what: string, name: string]>;
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

/** Everything a person does to jobs that ping, with its way back. */
export function createHeartbeatActions({ data, undo, newId, feedback }: HeartbeatActionDeps): HeartbeatActions {
  const deed = createDeed(undo, feedback);
  const done = (what: string, name: string, answer: Answer, back?: (of: Instant) => Answer) =>
    deed([what, name], answer, back);
  const nameOf = async (id: string) => (await data.read(id))?.name ?? '';

  return {
    async create(content) {
      const id = heartbeatId(newId());
      const made = data.mutate('heartbeat.create', { id, key: newId(), ...content });
      const isMade = await done('created', content.name, made, () => data.mutate('heartbeat.remove', { id }));
      return isMade ? id : undefined;
    },
    edit(raw, seen, set) {
      const id = heartbeatId(raw);
      const { answer, back } = reversible(
        set,
        () => data.read(raw),
        (part, of) => data.mutate('heartbeat.edit', { id, set: part, of }),
      );
      return done('edited', set.name ?? seen.name, answer, back);
    },
    async pause(raw) {
      const id = heartbeatId(raw);
      const name = await nameOf(raw);
      const back = (of: Instant) => data.mutate('heartbeat.resume', { id, of });
      return done('paused', name, data.mutate('heartbeat.pause', { id }), back);
    },
    async resume(raw) {
      // It begins anew: what the pause had put aside is gone, and another pause would not bring it back.
      return done('resumed', await nameOf(raw), data.mutate('heartbeat.resume', { id: heartbeatId(raw) }));
    },
    async renew(raw) {
      const id = heartbeatId(raw);
      const before = await data.read(raw);
      const key = newId();
      const back = before && (() => data.mutate('heartbeat.newKey', { id, key: before.key, of: key }));
      return done('renewed', before?.name ?? '', data.mutate('heartbeat.newKey', { id, key }), back);
    },
    async remove(raw) {
      const id = heartbeatId(raw);
      const before = await data.read(raw);
      const back = before && (() => data.mutate('heartbeat.restore', { id, doc: before }));
      return done('removed', before?.name ?? '', data.mutate('heartbeat.remove', { id }), back);
    },
  };
}
