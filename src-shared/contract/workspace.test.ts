import { expect, test } from 'vitest';
import { workspaceOf } from './workspace.ts';

test('the embedded server is one workspace, whatever port it got', () => {
  const first = workspaceOf({ server: 'http://127.0.0.1:40001', embedded: true });
  expect(workspaceOf({ server: 'http://127.0.0.1:40002', embedded: true })).toBe(first);
});

test('any other server is a workspace of its own, on this machine too', () => {
  const names = ['http://127.0.0.1:40001', 'http://127.0.0.1:40002', 'https://vigie.example.org'].map((server) =>
    workspaceOf({ server }),
  );
  expect(new Set([...names, workspaceOf({ server: 'http://127.0.0.1:40001', embedded: true })]).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[0-9a-z]{14}$/);
});

test('the path of an address does not matter', () => {
  expect(workspaceOf({ server: 'https://vigie.example.org/' })).toBe(
    workspaceOf({ server: 'https://vigie.example.org' }),
  );
});
