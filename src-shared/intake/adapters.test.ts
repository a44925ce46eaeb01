import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../time/clock.ts';
import { serviceIdOf } from './keys.ts';
import { alertGroupSchema } from './normalised.ts';
import { PROCEDURES_PRIORITY_RULES, priorityOf } from './priority.ts';
import sample from './senders/alertmanager.sample.json' with { type: 'json' };
import { adapterOf } from './senders.ts';

const fromAlertmanager = adapterOf('alertmanager');
const fromGeneric = adapterOf('generic');
const NOW = instant('2026-11-22T12:02:00Z');
const groupsOf = (result: ReturnType<typeof fromGeneric>) => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

describe('an Alertmanager webhook', () => {
  test('becomes alerts in one group per service', () => {
    expect(groupsOf(fromAlertmanager(sample, NOW))).toEqual([
      {
        group: { key: '{}:{}', service: 'payment-api' },
        alerts: [
          {
            dedupKey: 'ce3047a1412f8d0f',
            status: 'firing',
            title: 'InstanceDown: down 10.0.0.12:9100',
            summary: 'down 10.0.0.12:9100',
            labels: sample.alerts[0]?.labels,
            annotations: { summary: 'down 10.0.0.12:9100' },
            startsAt: instant('2026-11-22T12:01:21.828Z'),
            endsAt: undefined,
            sourceUrl: 'http://prometheus:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1',
            extra: JSON.stringify({ receiver: 'vigie', externalURL: 'http://alertmanager:9093', truncatedAlerts: 0 }),
          },
        ],
      },
    ]);
  });

  test('splits a group that spans two services, and keys an alert without fingerprint by its labels', () => {
    const [first] = sample.alerts;
    const { fingerprint: _, ...other } = { ...first, labels: { b: '2', app: 'shop', a: '1' } };
    const swapped = { ...other, labels: { a: '1', b: '2', app: 'shop' } };
    const groups = groupsOf(fromAlertmanager({ ...sample, alerts: [first, other, swapped] }, NOW));
    expect(groups.map(({ group, alerts }) => [group.service, alerts.length])).toEqual([
      ['payment-api', 1],
      ['shop', 2],
    ]);
    expect(groups[1]?.alerts[0]?.dedupKey).toBe(groups[1]?.alerts[1]?.dedupKey);
  });

  test('keeps the end of a resolved alert, and what it does not know as text', () => {
    const alert = {
      ...sample.alerts[0],
      status: 'resolved',
      endsAt: '2026-11-22T13:05:00.123456789+01:00',
      new: { a: 1 },
    };
    const [group] = groupsOf(fromAlertmanager({ ...sample, alerts: [alert] }, NOW));
    expect(group?.alerts[0]).toMatchObject({ status: 'resolved', endsAt: instant('2026-11-22T12:05:00.123Z') });
    expect(JSON.parse(group?.alerts[0]?.extra ?? '')).toMatchObject({ new: { a: 1 } });
  });

  test.each([
    [null],
    ['text'],
    [[]],
    [{}],
    [{ ...sample, alerts: [] }],
    [{ ...sample, version: '5' }],
    [{ ...sample, alerts: [{ status: 'burning', labels: {}, startsAt: '' }] }],
  ])('refuses %j in one sentence', (body) => {
    const result = fromAlertmanager(body, NOW);
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid' } });
    if (!result.ok) expect(result.error.message).toMatch(/^This is not an Alertmanager webhook, version 4: .+\.$/s);
  });

  test('refuses more than a thousand alerts as too many', () => {
    const alerts = Array.from({ length: 1_001 }, () => sample.alerts[0]);
    expect(fromAlertmanager({ ...sample, alerts }, NOW)).toMatchObject({ ok: false, error: { code: 'tooMany' } });
  });

  test('cuts what is long, drops control characters and keys that reach a prototype', () => {
    const labels = JSON.parse(
      `{"__proto__":{"polluted":"yes"},"constructor":"x","alertname":"A\\u0000\\u202eB","severity":"${'x'.repeat(9_000)}","n":5,"o":{}}`,
    );
    for (let index = 0; index < 600; index += 1) labels[`l${index}`] = 'v';
    const body = {
      ...sample,
      alerts: [{ ...sample.alerts[0], labels, annotations: { summary: 's\n'.repeat(5_000) } }],
    };
    const alert = groupsOf(fromAlertmanager(body, NOW))[0]?.alerts[0];
    expect(alert?.title.startsWith('AB: s s')).toBe(true);
    expect(alert?.title.length).toBeLessThanOrEqual(500);
    expect(alert?.labels.severity).toHaveLength(8_192);
    expect(alert?.labels).not.toHaveProperty('polluted');
    expect(Object.keys(alert?.labels ?? {})).toHaveLength(500);
    expect(Object.keys(alert?.labels ?? {})).not.toContain('constructor');
    expect(alert?.labels.n).toBe('5');
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('keeps what decides the priority among however many labels', () => {
    const many = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`l${index}`, 'v'.repeat(200)]));
    const labels = { ...many, severity: 'critical', alertname: 'Late' };
    const alert = groupsOf(fromAlertmanager({ ...sample, alerts: [{ ...sample.alerts[0], labels }] }, NOW))[0]
      ?.alerts[0];
    expect(alert?.labels).toMatchObject({ severity: 'critical', alertname: 'Late', l0: 'v'.repeat(200) });
    expect(JSON.stringify(alert?.labels).length).toBeLessThan(80_000);
  });

  test('does not multiply what the payload says once by its alerts', () => {
    const alerts = Array.from({ length: 1_000 }, (_, index) => ({ ...sample.alerts[0], fingerprint: `f${index}` }));
    const groups = groupsOf(fromAlertmanager({ ...sample, more: 'x'.repeat(60_000), alerts }, NOW));
    expect(JSON.stringify(groups).length).toBeLessThan(1_000_000);
    expect(groups[0]?.alerts[0]?.extra).toContain('truncated');
  });
});

describe('a generic alert', () => {
  test('needs a title alone', () => {
    const [group] = groupsOf(fromGeneric({ title: 'Disk full' }, NOW));
    expect(group?.alerts[0]).toMatchObject({ title: 'Disk full', status: 'firing', startsAt: NOW, labels: {} });
    expect(group?.group.key).toBe(group?.alerts[0]?.dedupKey);
  });

  test('takes everything it documents, in a list too', () => {
    const alert = {
      title: 'Disk full',
      status: 'RESOLVED',
      dedupKey: 'disk-1',
      service: 'Base de données',
      priority: 'P1',
      severity: 'low',
      labels: { priority: 'P4', host: 'db1' },
      url: 'https://grafana.example/d/1',
      group: 'disks',
      startsAt: '2026-11-22T12:00:00Z',
      ours: 1,
    };
    const groups = groupsOf(fromGeneric({ alerts: [alert, { title: 'x', url: 'javascript:alert(1)' }] }, NOW));
    expect(groups[0]).toMatchObject({
      group: { key: 'disks', service: 'Base de données' },
      alerts: [
        {
          dedupKey: 'disk-1',
          status: 'resolved',
          endsAt: NOW,
          labels: { priority: 'P1', severity: 'low', service: 'Base de données', host: 'db1' },
          sourceUrl: 'https://grafana.example/d/1',
          extra: '{"ours":1}',
        },
      ],
    });
    expect(groups[1]?.alerts[0]).toMatchObject({ sourceUrl: undefined, extra: '{"url":"javascript:alert(1)"}' });
    expect(serviceIdOf('Base de données')).toBe('base-de-donnees');
  });

  test.each([[{}], [{ title: '  ' }], [{ title: 5 }], [{ alerts: 'x' }], [{ title: 'x', status: 'maybe' }], [7]])(
    'refuses %j',
    (body) => expect(fromGeneric(body, NOW)).toMatchObject({ ok: false, error: { code: 'invalid' } }),
  );
});

test('whatever JSON comes, the answer is an error or alerts that the model accepts', () => {
  const rubbish = fc.jsonValue({ maxDepth: 4 });
  const shaped = fc.record({
    version: fc.constant('4'),
    groupKey: fc.string({ unit: 'binary' }),
    alerts: fc.array(
      fc.record({
        status: fc.constantFrom('firing', 'resolved'),
        labels: fc.dictionary(fc.string({ unit: 'binary' }), rubbish),
        annotations: fc.dictionary(fc.string(), rubbish),
        startsAt: fc.string(),
        endsAt: fc.string(),
        more: rubbish,
      }),
      { minLength: 1, maxLength: 5 },
    ),
  });
  const generic = fc.record({ title: fc.string({ unit: 'binary', minLength: 1 }), labels: rubbish, url: fc.webUrl() });
  fc.assert(
    fc.property(fc.oneof(rubbish, shaped, generic), (body) => {
      for (const result of [fromAlertmanager(body, NOW), fromGeneric(body, NOW)]) {
        if (result.ok) for (const group of result.value) alertGroupSchema.parse(group);
        else expect(result.error.message.length).toBeLessThan(2_000);
      }
    }),
    { numRuns: 500 },
  );
});

describe('priority', () => {
  test.each([
    [{ priority: 'p0' }, 'P0', false],
    [{ priority: 'P3', severity: 'critical' }, 'P3', false],
    [{ severity: 'critical' }, 'P0', false],
    [{ severity: 'Page' }, 'P0', false],
    [{ severity: 'error' }, 'P1', false],
    [{ severity: 'warning' }, 'P2', false],
    [{ severity: 'info' }, 'P3', false],
    [{ severity: 'none' }, 'P4', false],
    [{ severity: 'purple' }, 'P2', true],
    [{}, 'P2', true],
  ])('of %j is %s, guessed: %s', (labels, priority, guessed) => {
    expect(priorityOf(labels, PROCEDURES_PRIORITY_RULES)).toEqual({ priority, guessed });
  });

  test('an absent label counts as empty, and an inherited property is absent', () => {
    const rules = {
      rules: [{ when: [{ label: 'toString', op: 'is' as const, value: '' }], priority: 'P4' as const }],
      fallback: 'P0' as const,
    };
    expect(priorityOf({}, rules).priority).toBe('P4');
  });
});
