import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ui = join(import.meta.dirname, '../../src-renderer/ui');

/** Inside of other components, seen in them: the label and the texts of every field. */
const INNER = ['Field.tsx'];

it('shows every component of the interface in the gallery', () => {
  const components = globSync('*.tsx', { cwd: ui }).filter((name) => !name.endsWith('.test.tsx'));
  const shown = globSync('gallery/*.tsx', { cwd: ui }).flatMap((path) =>
    [...readFileSync(join(ui, path), 'utf8').matchAll(/^import (?!type )[^;]* from '\.\.\/(\w+\.tsx)';/gm)].map(
      ([, name]) => name,
    ),
  );
  expect(components.filter((name) => !shown.includes(name)).sort()).toEqual(INNER);
});
