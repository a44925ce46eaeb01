import { expect, it } from 'vitest';
import { createMemory } from './memory.ts';
import type { RecordRow, RowRead } from './rows.ts';
import type { Tables } from './tables.ts';
import type { TurnRows } from './turn.ts';

const alert = (id: string, incident: string, version: number): RecordRow => ({
  collection: 'alert',
  id,
  scope: 'all',
  ref: incident,
  slug: null,
  hot: 1,
  version,
  deleted: 0,
  doc: '{}',
});

const workspace: Tables['ws'] = {
  id: 1,
  version: 3,
  epoch: 'epoch-0',
  min_version: 0,
  log_hash: '',
  log_id: 0,
  commits: 1,
};

const turnOf = (record: RecordRow[]): TurnRows => ({
  saved: { record, scope_exit: [], scope_sum: [], client: [], mutation: [], counter: [], timer: [], intake_key: [] },
  droppedExits: [],
  droppedTimers: [],
  droppedOwners: [],
  workspace,
});

/** A database whose lists are all that is asked for. */
function listing(lists: Record<string, RecordRow[]>): { base: RowRead; asked: string[] } {
  const asked: string[] = [];
  const nothing = () => undefined;
  const base: RowRead = {
    record: nothing,
    records: () => [],
    referring(_, ref) {
      asked.push(ref);
      return lists[ref] ?? [];
    },
    bySlug: () => [],
    collection: () => [],
    hot: () => [],
    client: nothing,
    mutation: nothing,
    counter: () => 0,
    sum: nothing,
    timersOf: () => [],
    timer: nothing,
    intakeKey: nothing,
    intakeKeys: () => [],
  };
  return { base, asked };
}

it('takes a record that moves off a list that was remembered again just as its generation went', async () => {
  const { base, asked } = listing({ one: [alert('a', 'one', 1), alert('b', 'one', 2)] });
  const memory = createMemory({ version: 2, epoch: 'epoch-0' }, 1);
  const rows = memory.over(base);
  const idsOf = async (ref: string) => (await rows.referring('alert', ref)).map(({ id }) => id);
  expect(await idsOf('one')).toEqual(['a', 'b']);
  expect(await idsOf('two')).toEqual([]);
  expect(await idsOf('one')).toEqual(['a', 'b']);
  memory.committed(turnOf([alert('a', 'two', 3)]));
  expect(await idsOf('one')).toEqual(['b']);
  expect(asked).toEqual(['one', 'two']);
});
