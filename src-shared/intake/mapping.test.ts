import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Expression, type Mapping, mappingSchema } from '../model/mapping.ts';
import { instant } from '../time/clock.ts';
import { cleanTime } from './clean.ts';
import { compileMapping } from './mapping.ts';
import { alertGroupSchema, type NormalisedAlert } from './normalised.ts';

const NOW = instant('2026-11-22T12:00:00Z');
const firing = { value: 'firing' };

function only(fields: Partial<Mapping['fields']>, body: unknown, more: Partial<Mapping> = {}): NormalisedAlert {
  const mapping = mappingSchema.parse({
    alerts: ['$'],
    ...more,
    fields: { title: 'title', status: firing, ...fields },
  });
  const result = compileMapping(mapping, 'it')(body, NOW);
  if (!result.ok) throw new Error(result.error.message);
  const [alert] = result.value.flatMap(({ alerts }) => alerts);
  if (!alert) throw new Error('no alert');
  return alert;
}
const titled = (title: Expression, body: unknown) => only({ title }, body).title;

describe('an expression', () => {
  const body = {
    a: { 'b.c': 'deep', n: 7, yes: true, none: null },
    list: [{ x: 1 }, 'two'],
    blank: ' ',
    long: 'x'.repeat(50),
  };
  test.each<[Expression, string]>([
    ['a["b.c"]', 'deep'],
    ['$.a.n', '7'],
    ['a.yes', 'true'],
    ['list[1]', 'two'],
    [{ first: ['a.none', 'blank', 'a.n'] }, '7'],
    [{ join: ['a.n', 'missing', 'list[1]'], with: ' / ' }, '7 / two'],
    [{ text: 'n={a.n} {missing|list[1]}' }, 'n=7 two'],
    [{ path: 'long', max: 10 }, 'xxxxxxxxx…'],
    [{ cut: { value: 'id=42;x' }, after: '=', before: [';', 'x'] }, '42'],
    [{ of: 'list[1]', table: { TWO: '2' } }, '2'],
    [{ of: 'a.n', table: {}, else: 'other' }, 'other'],
    [{ of: 'missing', table: {}, absent: 'gone' }, 'gone'],
  ])('%j gives %s', (expression, text) => expect(titled(expression, body)).toBe(text));

  test.each(['__proto__.x', 'constructor.name', 'toString', 'list.length', 'a["__proto__"]', 'title.length'])(
    'reads nothing that is inherited: %s',
    (path) => expect(titled({ first: [path, { value: 'nothing' }] }, { list: [], a: {}, title: 't' })).toBe('nothing'),
  );

  test.each(['', '.a', 'a b[', 'a[x]', 'a["x]', '$x[', 'a"b'])('%j is no path', (path) => {
    expect(mappingSchema.safeParse({ alerts: ['$'], fields: { title: path, status: firing } }).success).toBe(false);
  });
});

describe('a mapping', () => {
  test('takes labels from objects, pairs, tags and single values; the last say has what is named alone', () => {
    const alert = only(
      {
        severity: 'level',
        labels: [
          { object: 'o' },
          { list: 'pairs[]', name: 'k', value: 'v' },
          { tags: 'tags', split: ',', between: ':' },
          { name: 'host', value: 'h' },
          { name: 'env', value: { value: 'guessed' }, unlessGiven: true },
        ],
        service: '@app',
      },
      {
        title: 't',
        level: 'high',
        o: { severity: 'low', app: 'shop' },
        pairs: [{ k: 'p', v: 1 }, 7],
        tags: 'env:prod, solo',
        h: 'db',
      },
    );
    expect(alert.labels).toEqual({ severity: 'high', app: 'shop', p: '1', env: 'prod', solo: 'true', host: 'db' });
  });

  test('keeps what it has no name for, and drops what it is told to', () => {
    const alert = only(
      { summary: 'x.y' },
      { title: 't', x: { y: 'used', z: 1 }, secret: 's', other: [1], none: null },
      { drop: ['secret'] },
    );
    expect(alert.extra).toBe('{"x":{"z":1},"other":[1]}');
  });

  test('gives links and images of the web alone', () => {
    const alert = only(
      {
        links: [
          { list: 'links[]', href: 'u', text: 't' },
          { href: 'one', text: { value: 'One' } },
        ],
        images: [{ list: 'pics[]', src: 'src', alt: 'alt' }],
      },
      {
        title: 't',
        one: 'https://one.example',
        links: [{ u: 'https://a.example', t: 'A' }, { u: 'javascript:1' }, 'x'],
        pics: [{ src: 'data:x' }, { src: 'https://p.example/1.png', alt: '"><script>' }],
      },
    );
    expect(alert.links).toEqual([
      { href: 'https://a.example', text: 'A' },
      { href: 'https://one.example', text: 'One' },
    ]);
    expect(alert.images).toEqual([{ src: 'https://p.example/1.png', alt: '"><script>' }]);
  });

  test('reads a payload that is a list as alerts', () => {
    const mapping = mappingSchema.parse({ alerts: ['$'], fields: { title: 't', status: firing } });
    const read = compileMapping(mapping, 'it');
    const result = read([{ t: 'a' }, { t: 'b', x: 1 }], NOW);
    expect(result.ok && result.value.flatMap(({ alerts }) => alerts.map(({ title, extra }) => [title, extra]))).toEqual(
      [
        ['a', undefined],
        ['b', '{"x":1}'],
      ],
    );
    expect(read([{ t: 'a' }, 7], NOW)).toMatchObject({
      error: { message: 'This is not it: expected an object in $.1.' },
    });
    expect(read([], NOW)).toMatchObject({ ok: false });
  });

  test('tells long keys apart that begin alike', () => {
    const [one, other] = ['a', 'b'].map(
      (end) => only({ dedupKey: 'k' }, { title: 't', k: 'x'.repeat(900) + end }).dedupKey,
    );
    expect(one).not.toBe(other);
    expect(one?.length).toBeLessThanOrEqual(500);
  });
});

test.each([
  ['2026-11-22T12:01:21.828+0000', undefined, '2026-11-22T12:01:21.828Z'],
  ['2026-11-22 12:01:21 UTC', undefined, '2026-11-22T12:01:21Z'],
  ['2026.11.22 12:01', 'Europe/Paris', '2026-11-22T11:01:00Z'],
  ['2026-03-29 02:30:00', 'Europe/Paris', '2026-03-29T01:00:00Z'],
  ['2026-11-22 12:01:21', undefined, undefined],
  [1_795_348_881, undefined, '2026-11-22T12:01:21Z'],
  ['1795348881828', undefined, '2026-11-22T12:01:21.828Z'],
  [1_795_348_881_828_000, undefined, '2026-11-22T12:01:21.828Z'],
  ['0001-01-01T00:00:00Z', undefined, undefined],
  [0, undefined, undefined],
  [Number.NaN, undefined, undefined],
  ['yesterday', 'Mars/Olympus', undefined],
])('the time %j in zone %s is %s', (value, zone, at) => {
  expect(cleanTime(value, zone)).toBe(at === undefined ? undefined : instant(at));
});

test('whatever mapping passes its schema and whatever JSON comes, the end is an error or alerts that the model accepts', () => {
  const path = fc.constantFrom(
    'a',
    'b.c',
    'list[0]',
    'list[]',
    '$',
    '$.a',
    '@x',
    '__proto__',
    'constructor',
    'd["e.f"]',
  );
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      path,
      fc.record({ value: fc.string({ maxLength: 20 }) }),
      fc.record({ path, max: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ text: fc.constantFrom('{a}', '{a|b.c} {list[0]}', '{', 'plain', '{}') }),
      fc.record({ first: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }) }),
      fc.record({
        join: fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
        with: fc.string({ maxLength: 3 }),
      }),
      fc.record({
        of: tie('expression'),
        table: fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 })),
      }),
      fc.record({ cut: tie('expression'), after: fc.constantFrom('a', ' ') }),
      fc.record({ hash: fc.constant('labels' as const) }),
    ),
  }));
  const mapping = fc.record({
    alerts: fc.array(path, { minLength: 1, maxLength: 3 }),
    zone: fc.option(fc.constantFrom('UTC', 'Europe/Paris', 'nowhere'), { nil: undefined }),
    parse: fc.array(path, { maxLength: 2 }),
    drop: fc.array(path, { maxLength: 2 }),
    fields: fc.record(
      {
        title: expression,
        status: fc.oneof(fc.constant(firing), fc.constant({ value: 'resolved' }), expression),
        dedupKey: expression,
        service: expression,
        severity: expression,
        url: expression,
        startsAt: expression,
        labels: fc.array(
          fc.oneof(
            fc.record({ object: path }),
            fc.record({ list: path, name: path, value: path }),
            fc.record({ name: fc.constantFrom('x', '__proto__'), value: expression }),
          ),
          { maxLength: 3 },
        ),
        links: fc.array(fc.record({ list: path, href: expression }), { maxLength: 2 }),
      },
      { requiredKeys: ['title', 'status'] },
    ),
  });
  const leaf = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('{"c":["[[["]}', 'https://x.example', 1e300, null),
    fc.double(),
  );
  const inner = fc.oneof(
    leaf,
    fc.dictionary(fc.constantFrom('a', 'c', 'e.f', '__proto__'), leaf),
    fc.array(leaf, { maxLength: 3 }),
  );
  const body = fc.dictionary(fc.constantFrom('a', 'b', 'd', 'list', 'x', '__proto__', 'constructor'), inner);
  fc.assert(
    fc.property(mapping, body, (data, payload) => {
      const parsed = mappingSchema.safeParse(data);
      if (!parsed.success) return;
      const result = compileMapping(parsed.data, 'it')(payload, NOW);
      if (result.ok) for (const group of result.value) alertGroupSchema.parse(group);
      else expect(result.error.message).toMatch(/^This is not it: [^\n]+\.$/);
      expect(Object.prototype).not.toHaveProperty('x');
    }),
    { numRuns: 600 },
  );
});

test('a large payload read in turns gives what it gives at once', () => {
  const mapping = mappingSchema.parse({ alerts: ['alerts[]'], fields: { title: 'title', status: firing } });
  const read = compileMapping(mapping, 'it');
  const body = { alerts: Array.from({ length: 250 }, (_, n) => ({ title: `t${n}`, more: n })) };
  const reading = read.inTurns(body, NOW);
  const steps = [reading.next(), reading.next(), reading.next()];
  expect(steps.map(({ done }) => done)).toEqual([false, false, true]);
  expect(steps[2]?.value).toEqual(read(body, NOW));
});
