import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_PREFERENCES } from '../../src-shared/contract/ipc.ts';
import { createSettingsFile } from './settings-file.ts';

let folder: string;
let told: string[];
const open = () => createSettingsFile(folder, (problem) => told.push(problem));
const file = () => path.join(folder, 'settings.json');

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-settings-'));
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what was set is there at the next start, in a file for its owner alone', () => {
  const settings = open();
  settings.setPreferences({ sound: false });
  settings.setConnection({ server: 'https://vigie.example' });
  settings.setQuietUntil(5);
  const next = open();
  expect(next.preferences()).toEqual({ ...DEFAULT_PREFERENCES, sound: false });
  expect(next.connection()).toEqual({ server: 'https://vigie.example' });
  expect(next.quietUntil()).toBe(5);
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
  next.setConnection(undefined);
  next.setQuietUntil(null);
  expect(Object.keys(JSON.parse(readFileSync(file(), 'utf8')))).toEqual(['preferences']);
  expect(told).toEqual([]);
});

test.each(['', '{"preferences":', 'null', '[1]', '"x"'])(
  'a spoilt file (%s) is empty, and mended by the next write',
  (text) => {
    writeFileSync(file(), text);
    const settings = open();
    expect(settings.preferences()).toEqual(DEFAULT_PREFERENCES);
    expect(settings.window()).toBeUndefined();
    settings.setWindow({ x: 1, y: 2, width: 900, height: 600, maximized: false });
    expect(open().window()).toEqual({ x: 1, y: 2, width: 900, height: 600, maximized: false });
  },
);

test('one spoilt field falls back alone', () => {
  writeFileSync(file(), JSON.stringify({ preferences: { sound: false, theme: 7 }, window: { width: 1 } }));
  expect(open().preferences()).toEqual({ ...DEFAULT_PREFERENCES, sound: false });
  expect(open().window()).toBeUndefined();
});

test('what the disk refuses is told and holds for this run', () => {
  const settings = open();
  mkdirSync(file());
  settings.setQuietUntil(5);
  expect(told).toHaveLength(1);
  expect(settings.quietUntil()).toBe(5);
  rmSync(file(), { recursive: true });
  settings.setQuietUntil(6);
  expect(open().quietUntil()).toBe(6);
});
