import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

interface Project {
  compilerOptions: { lib?: string[]; types?: string[] };
  references?: { path: string }[];
}

const projectAt = (folder: string): Project => JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8'));

/** What each folder may import from, as its tsconfig says: tsc refuses any file outside of it. */
const walls = Object.fromEntries(
  globSync('src-*/**/tsconfig.json', { cwd: root })
    .map((path) => dirname(path))
    .sort()
    .map((folder) => [
      folder,
      (projectAt(folder).references ?? []).map(({ path }) => posix.join(folder, path)).sort() as string[],
    ]),
);

const BELOW_FEATURES = ['src-renderer/data', 'src-renderer/platform', 'src-renderer/ui', 'src-shared'];

it('lets folders import leftwards only, and no feature another', () => {
  const features = Object.keys(walls).filter((folder) => folder.startsWith('src-renderer/features/'));
  expect(walls).toEqual({
    'src-shared': [],
    'src-preload': ['src-shared'],
    'src-main': ['src-shared'],
    'src-server': ['src-shared'],
    'src-renderer/ui': ['src-shared'],
    'src-renderer/platform': ['src-shared'],
    'src-renderer/data': ['src-renderer/platform', 'src-shared'],
    ...Object.fromEntries(features.map((feature) => [feature, BELOW_FEATURES])),
    'src-renderer/app': [...features, ...BELOW_FEATURES].sort(),
  });
});

it('builds every folder, each file in one project', () => {
  const built = (projectAt('.').references ?? []).map(({ path }) => path).sort();
  expect(built).toEqual([...Object.keys(walls), 'bench', 'tests'].sort());
  const folders = globSync('src-renderer/features/*/', { cwd: root }).map((path) => path.replace(/\/$/, ''));
  expect(Object.keys(walls)).toEqual(expect.arrayContaining(folders));
});

it('knows no window, no process and no timer in src-shared', () => {
  const { lib, types } = projectAt('src-shared').compilerOptions;
  expect({ lib: lib ?? ['ES2024'], types: types ?? [] }).toEqual({ lib: ['ES2024'], types: [] });
});
