import fc from 'fast-check';
import { expect, it } from 'vitest';
import { personId } from '../model/ids.ts';
import { procedureId, revisionId } from '../model/procedure.ts';
import { parseProcedure } from '../procedure/parse.ts';
import { instant } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';
import type { ArgsOf } from './registry.ts';

type Save = ArgsOf<'procedure.save'>;
interface Edit {
  kind: 'word' | 'line' | 'away' | 'title';
  paragraph: number;
}

const ID = procedureId('p');
const OF = { collection: 'procedure', id: ID } as const;
const PARAGRAPHS = 12;
const BASE = Array.from({ length: PARAGRAPHS }, (_, at) => `- [ ] étape ${at} du texte commun\n`).join('\n');

const as = (person: string, at = 0): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role: 'responder' },
  via: 'console',
  at: instant('2026-11-22T03:00:00Z') + at,
  newId: () => {
    throw new Error('a text needs no id');
  },
});

async function workspace(): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  await records.run('procedure.create', { id: ID, kind: 'runbook', title: 'Commun', body: BASE }, as('auteur'));
  return records;
}

async function standing(records: MemoryRecords) {
  const head = await records.get('procedure', ID);
  const text = await records.get('revision', revisionId(OF, head?.revision ?? 0));
  if (!head || !text) throw new Error('the procedure has no text');
  return { head, text };
}

/** What somebody makes of a text; `token` is in it from then on, and in no other text. */
function edited({ title, body }: { title: string; body: string }, { kind, paragraph }: Edit, token: string) {
  const lines = body.split('\n');
  const at = lines.findIndex((line) => line.includes(`étape ${paragraph} `));
  if (kind === 'title') return { title: `${title} ${token}`, body };
  if (at < 0) return { title, body: `${body}\n${token}\n` };
  if (kind === 'word') lines[at] = `${lines[at]?.replace('texte', `texte ${token}`)}`;
  else if (kind === 'line') lines.splice(at + 1, 0, `- [ ] ajout ${token}`);
  // Another line takes the place of the step: who edits the step meanwhile has to be asked.
  else lines[at] = `${token}`;
  return { title, body: lines.join('\n') };
}

/** A laptop without a network: each save is made on what the one before left there. */
async function offline(author: string, edits: readonly Edit[]): Promise<{ args: Save; token: string }[]> {
  const laptop = await workspace();
  const queue: { args: Save; token: string }[] = [];
  for (const [count, edit] of edits.entries()) {
    const token = `⟨${author}${count}⟩`;
    const { head, text } = await standing(laptop);
    // As the editor does: a revision that the server has not confirmed is named by its text.
    const from = count === 0 ? {} : { from: { title: text.title, body: text.body } };
    const args: Save = { id: ID, base: head.revision, ...from, ...edited(text, edit, token) };
    expect(await laptop.run('procedure.save', args, as(author, count))).toEqual({ kind: 'applied' });
    queue.push({ args, token });
  }
  return queue;
}

/** Everybody's queue in its own order, those of several people in the order that `turns` says. */
async function arrive(queues: readonly (readonly { args: Save; token: string }[])[], turns: readonly number[]) {
  const server = await workspace();
  const left = queues.map((queue) => [...queue]);
  const refused: string[] = [];
  const taken: string[] = [];
  for (let turn = 0; left.some((queue) => queue.length > 0); turn += 1) {
    const waiting = left.flatMap((queue, author) => (queue.length > 0 ? author : []));
    const author = waiting[(turns[turn % turns.length] ?? 0) % waiting.length] ?? 0;
    const next = left[author]?.shift();
    if (!next) continue;
    const outcome = await server.run('procedure.save', next.args, as(`a${author}`, turn));
    if (outcome.kind === 'rejected') {
      expect(outcome.reason).toBe('conflict');
      refused.push(next.token);
    } else taken.push(next.token);
  }
  return { server, refused, taken, ...(await standing(server)) };
}

const edit = (paragraph: fc.Arbitrary<number>): fc.Arbitrary<Edit> =>
  fc.record({ kind: fc.constantFrom('word', 'line', 'away', 'title'), paragraph });
const turns = fc.array(fc.nat(20), { minLength: 1, maxLength: 12 });
const anywhere = fc.array(fc.array(edit(fc.nat(PARAGRAPHS - 1)), { minLength: 1, maxLength: 3 }), {
  minLength: 2,
  maxLength: 4,
});

it('keeps what everybody wrote, in whatever order it arrives, or says to whom it was refused', async () => {
  await fc.assert(
    fc.asyncProperty(anywhere, turns, async (all, order) => {
      const queues = await Promise.all(all.map((edits, author) => offline(`a${author}`, edits)));
      const { server, head, text, refused, taken } = await arrive(queues, order);
      expect([...refused, ...taken].length).toBe(queues.flat().length);
      const kept = `${text.title}\n${text.body}`;
      // A step that its own author took out again later is gone with what was written in it.
      const own = new Map(queues.flatMap((queue) => queue.map(({ token }) => [token, queue.at(-1)?.args] as const)));
      for (const token of taken) {
        const last = own.get(token);
        if (last && `${last.title}\n${last.body}`.includes(token)) expect(kept).toContain(token);
      }
      for (const token of refused)
        expect(queues.flat().some(({ args }) => JSON.stringify(args).includes(token))).toBe(true);
      const numbers = server.all('revision').map(({ doc }) => doc.number);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, at) => at + 1));
      expect(head).toMatchObject({ revision: numbers.length, steps: parseProcedure(text.body).steps.length });
    }),
    { numRuns: 60 },
  );
});

it('comes to one text in every order where everybody wrote elsewhere', async () => {
  const apart = fc.array(fc.array(fc.constantFrom('word', 'line', 'away'), { minLength: 1, maxLength: 2 }), {
    minLength: 2,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(apart, turns, turns, async (all, first, second) => {
      const queues = await Promise.all(
        all.map((kinds, author) =>
          offline(
            `a${author}`,
            kinds.map((kind, count): Edit => ({ kind: kind as Edit['kind'], paragraph: author * 3 + count })),
          ),
        ),
      );
      const [one, other] = [await arrive(queues, first), await arrive(queues, second)];
      expect(one.refused).toEqual([]);
      expect(other.refused).toEqual([]);
      expect(other.text.body).toBe(one.text.body);
      for (const { token } of queues.flat()) expect(one.text.body).toContain(token);
    }),
    { numRuns: 60 },
  );
});
