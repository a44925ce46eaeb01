import { describe, expect, it } from 'vitest';
import { SENDERS } from '../../../src-shared/intake/senders.ts';
import { instant } from '../../../src-shared/time/clock.ts';
import {
  alertPlaces,
  guessMeaning,
  type MappingDraft,
  NEW_DRAFT,
  pathTo,
  readExpression,
  readSample,
  toDraft,
  toMapping,
  tryMapping,
  writeExpression,
} from './mapping-edit.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const draft = (fields: Partial<MappingDraft['fields']>, more: Partial<MappingDraft> = {}): MappingDraft => ({
  ...NEW_DRAFT,
  ...more,
  fields: { ...NEW_DRAFT.fields, ...fields },
});

describe('a line of the editor', () => {
  it.each([
    ['labels.alertname', 'labels.alertname'],
    ['a.b | c["d.e"] | =none', { first: ['a.b', 'c["d.e"]', { value: 'none' }] }],
    ['{host}: {check|name}', { text: '{host}: {check|name}' }],
    ['=firing', { value: 'firing' }],
    ['{"hash":["a","b"]}', { hash: ['a', 'b'] }],
  ])('%s is an expression and back', (line, expression) => {
    expect(readExpression(line)).toEqual({ ok: true, value: expression });
    expect(writeExpression(expression as Parameters<typeof writeExpression>[0])).toBe(line);
  });

  it('may be empty, and says when it is no path', () => {
    expect(readExpression('  ')).toEqual({ ok: true, value: undefined });
    for (const line of ['a..[', 'a | ', '{"hash":7}', '{"x', 'a[b]'])
      expect(readExpression(line)).toEqual({ ok: false });
  });
});

describe('pointing at a place', () => {
  it('names it from the alert, or from the payload outside the list', () => {
    expect(pathTo(['check', 'name'], '$')).toBe('check.name');
    expect(pathTo(['alerts', 1, 'labels', 'a.b'], 'alerts[]')).toBe('labels["a.b"]');
    expect(pathTo(['meta', 'region'], 'alerts[]')).toBe('$.meta.region');
    expect(pathTo([3, 'check', 'name'], '$')).toBe('check.name');
    expect(pathTo(['tags', 0], '$')).toBe('tags[0]');
    expect(pathTo(['a"b'], '$')).toBeUndefined();
  });

  it('finds the lists that may hold alerts', () => {
    expect(alertPlaces({ data: { items: [{ a: 1 }], n: [1, 2] }, alerts: [{}] })).toEqual([
      '$',
      'data.items[]',
      'alerts[]',
    ]);
    expect(alertPlaces(null)).toEqual(['$']);
  });

  it('guesses what the common words mean, and leaves the others to a person', () => {
    expect(['DOWN', 'ok', 'flapping', 'Défaut', 'rétablie'].map((value) => guessMeaning('status', value))).toEqual([
      'firing',
      'resolved',
      '',
      'firing',
      'resolved',
    ]);
    expect(['High', 'purple'].map((value) => guessMeaning('priority', value))).toEqual(['P1', '']);
  });
});

describe('a draft', () => {
  it('becomes a mapping that reads its payload', () => {
    const made = toMapping(
      draft(
        { title: 'job', status: 'state', dedupKey: 'job', service: '=backup', priority: 'level' },
        {
          tables: {
            status: [
              { value: 'failed', means: 'firing' },
              { value: 'done', means: 'resolved' },
              { value: '', means: 'firing' },
            ],
            priority: [{ value: 'bad', means: 'P1' }],
          },
          labels: 'meta\n',
        },
      ),
    );
    if (!made.ok) throw new Error(made.why);
    const tried = tryMapping(made.value, { job: 'nas', state: 'FAILED', level: 'bad', meta: { host: 'nas-1' } }, NOW);
    expect(tried).toMatchObject({
      ok: true,
      alerts: [
        { service: 'backup', alert: { title: 'nas', status: 'firing', labels: { priority: 'P1', host: 'nas-1' } } },
      ],
    });
    expect(tryMapping(made.value, { job: 'nas', state: 'half' }, NOW)).toEqual({
      ok: false,
      message: 'This is not a payload of this mapping: no known status.',
    });
  });

  it('says which line is wrong, and needs a title alone', () => {
    expect(toMapping(draft({}))).toMatchObject({ ok: false, field: 'title' });
    expect(toMapping(draft({ title: 'a', service: 'a[b' }))).toMatchObject({ ok: false, field: 'service' });
    expect(toMapping(draft({ title: 'a' }))).toMatchObject({ ok: true });
  });

  it.each(SENDERS.map((sender) => [sender.name, sender.mapping] as const))(
    'of the built-in %s is the same mapping again',
    (_name, mapping) => {
      const again = toMapping(toDraft('x', mapping));
      expect(again).toEqual({ ok: true, value: mapping });
    },
  );
});

it('a payload that is no JSON says so', () => {
  expect(readSample(' ')).toBeUndefined();
  expect(readSample('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  expect(readSample('{"a":')).toMatchObject({ ok: false });
  expect(readSample('7')).toMatchObject({ ok: false });
});
