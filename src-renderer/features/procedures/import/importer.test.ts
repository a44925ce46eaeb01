import { describe, expect, it } from 'vitest';
import { personId } from '../../../../src-shared/model/ids.ts';
import { createMemoryRecords } from '../../../../src-shared/mutators/memory.ts';
import { type PlannedChange, planImport, usualChoice } from '../../../../src-shared/procedure/import/plan.ts';
import type { ImportedText } from '../../../../src-shared/procedure/import/read.ts';
import { instant } from '../../../../src-shared/time/clock.ts';
import { carryOut, type ImporterDeps, knownProcedures, takeBack } from './importer.ts';

const options = { collection: 'ops', kind: 'runbook', tags: [] } as const;
const text = (path: string, body: string, images: string[] = []): ImportedText => ({
  path,
  title: path,
  body,
  tags: [],
  services: [],
  images,
});

function workplace() {
  const records = createMemoryRecords();
  const kept: string[] = [];
  const ctx = {
    actor: { ref: { kind: 'person', id: personId('lea') }, role: 'responder' },
    via: 'console',
    at: instant('2026-11-22T03:00:00Z'),
    newId: () => 'unused',
  } as const;
  const row = <T>(id: string, doc: T | undefined) => doc && { id, doc };
  const deps = {
    async mutate(name: string, args: unknown) {
      const outcome = await records.run(name, args, ctx);
      return outcome.kind === 'rejected'
        ? { ok: false, error: { code: 'rejected', reason: outcome.reason } }
        : { ok: true, value: { outcome: outcome.kind } };
    },
    async keepImage({ name }: { name: string }) {
      kept.push(name);
      return name === 'bad.png' ? 'no' : undefined;
    },
    revisions: (ids: readonly string[]) =>
      Promise.all(ids.map(async (id) => row(id, await records.get('revision', id)))),
    procedure: async (id: string) => row(id, await records.get('procedure', id)),
  } as unknown as ImporterDeps;
  const plan = async (...texts: ImportedText[]) =>
    planImport('ops', texts, await knownProcedures(records.all('procedure'), deps.revisions));
  const run = (changes: PlannedChange[], more: Partial<Parameters<typeof carryOut>[1]> = {}) =>
    carryOut(deps, { changes, images: new Map(), options, choice: usualChoice, progress: () => false, ...more });
  const bodies = () =>
    records
      .all('procedure')
      .filter(({ doc }) => !doc.archived)
      .map(
        ({ id, doc }) => records.all('revision').find((one) => one.id === `procedure/${id}@${doc.revision}`)?.doc.body,
      );
  return { records, deps, plan, run, bodies, kept };
}

describe('an import into the console', () => {
  it('makes what is new, keeps its pictures first, and finds nothing to do the second time', async () => {
    const { plan, run, bodies, kept } = workplace();
    const files = [text('a.md', '# A\n', ['h1', 'h2']), text('b.md', '# B\n', ['h1'])];
    const image = (hash: string, name: string) =>
      [hash, { hash, name, type: 'image/png', bytes: new Uint8Array() }] as const;
    const done = await run(await plan(...files), {
      images: new Map([image('h1', 'good.png'), image('h2', 'bad.png')]),
    });
    expect(done.done.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect(done.images).toEqual([{ name: 'bad.png', reason: 'no' }]);
    expect(kept).toEqual(['good.png', 'bad.png']);
    expect(bodies().sort()).toEqual(['# A\n', '# B\n']);
    expect((await plan(...files)).map(({ state }) => state)).toEqual(['same', 'same']);
    expect((await run(await plan(...files))).done).toEqual([]);
  });

  it('that is stopped has whole files, and goes on where it was', async () => {
    const { plan, run, bodies } = workplace();
    const files = ['a', 'b', 'c'].map((name) => text(`${name}.md`, `# ${name}\n`));
    const first = await run(await plan(...files), { progress: (done) => done === 2 });
    expect([first.stopped, first.done.length, bodies().length]).toEqual([true, 2, 2]);
    expect((await run(await plan(...files))).done).toHaveLength(1);
    expect(bodies()).toHaveLength(3);
  });

  it('is taken back as a whole', async () => {
    const { plan, run, bodies, deps } = workplace();
    await run(await plan(text('a.md', '# A\n'), text('gone.md', '# Gone\n')));
    const second = await run(await plan(text('a.md', '# A, newer\n'), text('new.md', '# New\n')), {
      choice: (change) => (change.state === 'gone' ? 'archive' : usualChoice(change)),
    });
    expect(bodies().sort()).toEqual(['# A, newer\n', '# New\n']);
    expect(await takeBack(deps, second)).toEqual([]);
    expect(bodies().sort()).toEqual(['# A\n', '# Gone\n']);
    // What was taken back is an edit made here: the same file again changes nothing.
    const again = await plan(text('a.md', '# A, newer\n'), text('new.md', '# New\n'));
    expect(again.map(({ state }) => state)).toEqual(['same', 'archived', 'gone']);
  });

  it('says what was refused and goes on', async () => {
    const { plan, run, records, bodies } = workplace();
    const changes = await plan(text('a.md', '# A\n'), text('b.md', '# B\n'));
    const [first] = changes;
    // Somebody else took the id meanwhile.
    await records.run(
      'procedure.create',
      { id: first?.id, kind: 'runbook', title: 'x', body: 'theirs' },
      {
        actor: { ref: { kind: 'system' }, role: 'system' },
        via: 'server',
        at: instant('2026-11-22T03:00:00Z'),
        newId: () => 'unused',
      },
    );
    const done = await run(changes);
    expect(done.done.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
    expect(bodies().sort()).toEqual(['# B\n', 'theirs']);
  });
});
