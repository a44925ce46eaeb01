import { err, type Result } from '../../../src-shared/contract/errors.ts';
import type { Silence } from '../../../src-shared/model/silence.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import type { ImportedSilence } from '../../../src-shared/silence/alertmanager-format.ts';
import { type Instant, MINUTE, type Millis } from '../../../src-shared/time/clock.ts';
import { backOf } from '../../data/back-of.ts';
import type { Mutated, MutateError } from '../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../platform/undo.ts';

export type SilenceContent = Pick<Silence, 'matchers' | 'startsAt' | 'endsAt' | 'zone' | 'reason'>;

export interface SilenceActionDeps {
  data: {
    now(): Instant;
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Result<Mutated, MutateError>>;
    /** As this laptop has it now. */
    read(id: string): Promise<Silence | undefined>;
  };
  undo: UndoStack;
  newId(): string;
  feedback: {
    /** `silences.did.<what>` in words. */
    label(what: string, count: number): string;
    did(what: string, count: number, undo: UndoEntry | undefined): void;
    refused(error: MutateError): void;
  };
}

export interface SilenceActions {
  /** Answers whether it was taken here. */
  create(content: SilenceContent): Promise<boolean>;
  update(id: string, seen: Silence, content: SilenceContent): Promise<boolean>;
  extend(id: string, seen: Silence, by: Millis): Promise<boolean>;
  expire(id: string): Promise<boolean>;
  importAll(list: readonly ImportedSilence[], zone: string): Promise<boolean>;
}

const contentOf = ({ matchers, startsAt, endsAt, zone, reason }: Silence): SilenceContent => ({
  matchers,
  startsAt,
  endsAt,
  zone,
  reason,
});

/** Everything a person does to silences, with its way back. */
export function createSilenceActions({ data, undo, newId, feedback }: SilenceActionDeps): SilenceActions {
  const ended = (what: string, count: number, back: () => Promise<Result<Mutated, MutateError>>) => {
    const entry = undo.push({
      label: feedback.label(what, count),
      undo: async () => {
        const result = await back();
        if (!result.ok) feedback.refused(result.error);
      },
    });
    feedback.did(what, count, entry);
    return true;
  };
  const refused = (error: MutateError) => {
    feedback.refused(error);
    return false;
  };
  const expireAll = async (ids: readonly string[]) => {
    let last: Result<Mutated, MutateError> = { ok: true, value: { outcome: 'noop' } as Mutated };
    for (const id of ids) last = await data.mutate('silence.expire', { id });
    return last;
  };

  const update = async (id: string, seen: Silence, content: SilenceContent, what: string) => {
    const result = await data.mutate('silence.update', { id, revision: seen.revision, ...content });
    if (!result.ok) return refused(result.error);
    if (result.value.outcome === 'noop') return true;
    const after = await data.read(id);
    return ended(what, 1, async () => {
      const now = await data.read(id);
      const back = backOf(content, { before: seen, after, now });
      // What others have changed since stands.
      if (!now || Object.keys(back).length === 0) return err({ code: 'rejected', reason: 'conflict' });
      return data.mutate('silence.update', { id, revision: now.revision, ...contentOf(now), ...back });
    });
  };

  return {
    async create(content) {
      const id = newId();
      const result = await data.mutate('silence.create', { id, ...content });
      return result.ok ? ended('created', 1, () => expireAll([id])) : refused(result.error);
    },
    update: (id, seen, content) => update(id, seen, content, 'updated'),
    // From now on where the end is near or past: an hour more is an hour from here.
    extend: (id, seen, by) =>
      update(id, seen, { ...contentOf(seen), endsAt: Math.max(seen.endsAt, data.now()) + by }, 'extended'),
    async expire(id) {
      const before = await data.read(id);
      const result = await data.mutate('silence.expire', { id });
      if (!result.ok) return refused(result.error);
      return ended('expired', 1, async () => {
        const now = data.now();
        // Over is over: the rest of it becomes a silence of its own.
        const endsAt = Math.max(before?.endsAt ?? 0, now + MINUTE);
        const content = before ? contentOf(before) : undefined;
        if (!content) return { ok: true, value: { outcome: 'noop' } as Mutated };
        return data.mutate('silence.create', { id: newId(), ...content, startsAt: now, endsAt });
      });
    },
    async importAll(list, zone) {
      const made: string[] = [];
      for (const { id: given, matchers, startsAt, endsAt, reason, author } of list) {
        const id = given !== undefined && isUuid(given) ? given : newId();
        const content = { matchers, startsAt, endsAt, zone, reason, ...(author ? { author } : {}) };
        const result = await data.mutate('silence.create', { id, ...content });
        if (!result.ok) {
          feedback.refused(result.error);
          break;
        }
        if (result.value.outcome === 'applied') made.push(id);
      }
      if (made.length === 0) {
        feedback.did('importedNone', 0, undefined);
        return false;
      }
      return ended('imported', made.length, () => expireAll(made));
    },
  };
}

const isUuid = (text: string) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(text);
