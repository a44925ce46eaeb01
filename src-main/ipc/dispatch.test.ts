import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ipc } from '../../src-shared/contract/ipc.ts';
import { CallFailure, createDispatch } from './dispatch.ts';

const shapes = {
  double: { args: z.object({ n: z.int() }), result: z.int() },
  quiet: { args: z.undefined(), result: z.undefined() },
};

function aDispatch(over: Record<string, (args: never) => unknown> = {}) {
  const bugs: [string, unknown][] = [];
  const double = vi.fn(({ n }: { n: number }) => n * 2);
  const handlers = { double, quiet: () => undefined, ...over };
  return { dispatch: createDispatch(shapes, handlers, (name, error) => bugs.push([name, error])), bugs, double };
}

test('a call is validated, run and answered', async () => {
  const { dispatch, bugs } = aDispatch();
  expect(await dispatch('double', { n: 21 })).toEqual({ ok: true, value: 42 });
  expect(await dispatch('quiet', undefined)).toEqual({ ok: true, value: undefined });
  expect(bugs).toEqual([]);
});

test('wrong arguments are answered and never reach the handler', async () => {
  const { dispatch, double } = aDispatch();
  for (const raw of [undefined, null, 'x', { n: 1.5 }, { n: '1' }, []]) {
    expect(await dispatch('double', raw)).toMatchObject({ ok: false, error: { code: 'invalid' } });
  }
  expect(double).not.toHaveBeenCalled();
});

test('an expected failure is an answer', async () => {
  const { dispatch, bugs } = aDispatch({
    double: () => {
      throw new CallFailure({ code: 'storageFull' });
    },
  });
  expect(await dispatch('double', { n: 1 })).toEqual({ ok: false, error: { code: 'storageFull' } });
  expect(bugs).toEqual([]);
});

test('a bug is reported, and the page learns no more than that', async () => {
  const thrown = aDispatch({ double: () => Promise.reject(new Error('/home/ines/secret')) });
  await expect(thrown.dispatch('double', { n: 1 })).rejects.toThrow(/^double failed$/);
  const wrong = aDispatch({ double: () => 'not a number' });
  await expect(wrong.dispatch('double', { n: 1 })).rejects.toThrow(/^double failed$/);
  expect([thrown.bugs.length, wrong.bugs.length]).toEqual([1, 1]);
});

test.each(['nothing', 'toString', '__proto__', 'constructor'])('%s is no call', async (name) => {
  expect(await aDispatch().dispatch(name, undefined)).toEqual({ ok: false, error: { code: 'notFound' } });
});

test('every call and event of the contract has a schema', () => {
  for (const [name, shape] of Object.entries(ipc.calls)) {
    expect([name, shape.args instanceof z.ZodType, shape.result instanceof z.ZodType]).toEqual([name, true, true]);
  }
  for (const shape of Object.values(ipc.events)) expect(shape).toBeInstanceOf(z.ZodType);
});
