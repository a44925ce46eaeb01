import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { instant } from '../../src-shared/time/clock.ts';
import { createDrafts, type Drafts, FORM } from './drafts.ts';

let port: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange };
let now: number;
const open = (): Drafts => createDrafts(port, 'local', () => now);
beforeEach(() => {
  port = { indexedDB: new IDBFactory(), IDBKeyRange };
  now = instant('2026-11-24T03:00:00Z');
});

test('what was being written is there after a restart', async () => {
  const first = open();
  await first.write('note:1', 'Le disque est');
  await first.write('note:1', 'Le disque est plein');
  first.close();
  const second = open();
  expect(await second.read('note:1')).toBe('Le disque est plein');
  expect(await second.read('note:2')).toBe('');
});

test('an empty text ends a draft', async () => {
  const drafts = open();
  await drafts.write('note:1', 'Fait');
  await drafts.write('note:1', '');
  drafts.close();
  expect(await open().read('note:1')).toBe('');
});

test('a draft of last month is forgotten', async () => {
  const drafts = open();
  await drafts.write('note:1', 'Ancien');
  now += 31 * 24 * 3_600_000;
  await drafts.write('note:2', 'Neuf');
  drafts.close();
  const later = open();
  expect(await later.read('note:1')).toBe('');
  expect(await later.read('note:2')).toBe('Neuf');
});

test('what was typed into a dialog is forgotten after a month, and is none of the whole texts', async () => {
  const drafts = open();
  await drafts.write(`${FORM}occurrence-move:1`, '{}');
  expect(await drafts.list('text:')).toEqual([]);
  now += 31 * 24 * 3_600_000;
  drafts.close();
  expect(await open().read(`${FORM}occurrence-move:1`)).toBe('');
});

test('a disk that refuses loses nothing while the page lives', async () => {
  const drafts = open();
  drafts.close();
  await drafts.write('note:1', 'Plein');
  expect(await drafts.read('note:1')).toBe('Plein');
});

test('a whole text is kept until its author ends it, and stands in the list', async () => {
  const drafts = open();
  await drafts.write('text:procedure/1', 'Longue page');
  await drafts.write('note:1', 'Ancien');
  now += 400 * 24 * 3_600_000;
  drafts.close();
  const later = open();
  expect(await later.read('note:1')).toBe('');
  expect(await later.list('text:procedure/')).toEqual([
    { id: 'text:procedure/1', text: 'Longue page', at: now - 400 * 24 * 3_600_000 },
  ]);
});

test('of many key presses the last is what is kept', async () => {
  const drafts = open();
  await Promise.all(['a', 'ab', 'abc'].map((text) => drafts.write('text:procedure/1', text)));
  drafts.close();
  expect(await open().read('text:procedure/1')).toBe('abc');
});
