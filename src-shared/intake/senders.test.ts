import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../time/clock.ts';
import { alertGroupSchema, type NormalisedAlert } from './normalised.ts';
import { PROCEDURES_PRIORITY_RULES, priorityOf } from './priority.ts';
import { adapterOf, SENDERS } from './senders.ts';

const NOW = instant('2026-11-22T12:00:00Z');
const folder = new URL('./senders/', import.meta.url);
const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`${name}.sample.json`, folder), 'utf8'));

function read(name: string, body: unknown) {
  const result = adapterOf(name)(body, NOW);
  if (!result.ok) throw new Error(result.error.message);
  for (const group of result.value) alertGroupSchema.parse(group);
  return result.value;
}
const alertsOf = (name: string, body: unknown): NormalisedAlert[] => read(name, body).flatMap(({ alerts }) => alerts);
const only = (name: string, body: unknown) => {
  const [alert, ...others] = alertsOf(name, body);
  if (!alert || others.length > 0) throw new Error('not one alert');
  return alert;
};
const priority = (alert: NormalisedAlert) => priorityOf(alert.labels, PROCEDURES_PRIORITY_RULES);

test('every file of a sender is in use and has a sample', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const names = SENDERS.map(({ name }) => name);
  expect(files.sort()).toEqual(names.flatMap((name) => [`${name}.json`, `${name}.sample.json`]).sort());
  expect(() => adapterOf('toString')).toThrow('no sender');
});

describe('the sample of', () => {
  test.each(SENDERS.map(({ name }) => name))('%s becomes what it became before', (name) => {
    const groups = read(name, sample(name));
    expect({ groups, priorities: groups.flatMap(({ alerts }) => alerts.map(priority)) }).toMatchSnapshot();
  });
});

describe('Grafana', () => {
  test('gives one alert per series, by its fingerprint, with its addresses', () => {
    const [firing, resolved] = alertsOf('grafana', sample('grafana'));
    expect(firing).toMatchObject({
      dedupKey: 'c6eadffa33fcdf37',
      status: 'firing',
      title: 'High memory usage: Memory above 90 % in us-1',
      startsAt: instant('2026-11-22T07:51:03.157Z'),
      endsAt: undefined,
      images: [{ src: 'https://grafana.example/images/1.png' }],
    });
    expect(firing?.links?.map(({ text }) => text)).toEqual(['Runbook', 'Dashboard', 'Silence']);
    expect(resolved).toMatchObject({
      status: 'resolved',
      title: 'DatasourceNoData: Queue depth',
      endsAt: instant('2026-11-22T09:52:00Z'),
    });
  });

  test('speaks its old form too', () => {
    const old = {
      ruleId: 7,
      ruleName: 'Disk',
      title: '[Alerting] Disk',
      state: 'alerting',
      message: 'full',
      tags: { a: 'b' },
    };
    expect(only('grafana', old)).toMatchObject({ dedupKey: 'rule:7', status: 'firing', title: '[Alerting] Disk' });
    expect(only('grafana', { ...old, state: 'ok' })).toMatchObject({ dedupKey: 'rule:7', status: 'resolved' });
    expect(read('grafana', { ...old, state: 'pending' })).toEqual([]);
  });
});

describe('Zabbix', () => {
  test.each([
    [{ event_value: '0' }, 'resolved'],
    [{ event_value: 1, event_update_status: 1 }, 'firing'],
    [{ event_source: '3', event_value: '0' }, 'resolved'],
    [{ event_source: undefined }, 'firing'],
    [{ event_source: undefined, event_value: undefined, event_status: 'RESOLVED' }, 'resolved'],
  ])('with %j is %s', (more, status) => {
    expect(only('zabbix', { ...sample('zabbix'), ...more })).toMatchObject({ status, dedupKey: '8150' });
  });

  test('tells of discovered hosts without an alert', () => {
    expect(read('zabbix', { ...sample('zabbix'), event_source: '1', event_value: '0' })).toEqual([]);
  });

  test('reads tags as JSON or as text, and severities by number or by name', () => {
    const body = {
      ...sample('zabbix'),
      event_tags: 'service:pay, scope:cpu',
      event_nseverity: '',
      event_severity: 'Disaster',
    };
    const alert = only('zabbix', body);
    expect(alert.labels).toMatchObject({ service: 'pay', scope: 'cpu', severity: 'critical', host: 'db-2' });
    expect(priority(alert)).toEqual({ priority: 'P0', guessed: false });
    expect(
      priority(only('zabbix', { ...sample('zabbix'), event_nseverity: '0', event_severity: 'Not classified' })),
    ).toEqual({
      priority: 'P2',
      guessed: true,
    });
  });

  test('refuses what names no state', () => {
    const body = { ...sample('zabbix'), event_value: '{EVENT.VALUE}' };
    expect(adapterOf('zabbix')(body, NOW)).toMatchObject({
      ok: false,
      error: { message: 'This is not a Zabbix event: no known status.' },
    });
  });
});

describe('CloudWatch', () => {
  const envelope = sample('cloudwatch');
  const inner: Record<string, unknown> = JSON.parse(String(envelope.Message));
  const saying = (change: object) => ({ ...envelope, Message: JSON.stringify({ ...inner, ...change }) });

  test.each([
    ['ALARM', 'firing'],
    ['OK', 'resolved'],
    ['INSUFFICIENT_DATA', 'firing'],
  ])('in state %s is %s', (NewStateValue, status) => {
    expect(only('cloudwatch', saying({ NewStateValue }))).toMatchObject({ status, dedupKey: inner.AlarmArn });
  });

  test('comes raw and from EventBridge as the same alarm', () => {
    const bridged = {
      version: '0',
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '123456789012',
      time: '2026-11-22T03:00:06Z',
      region: 'eu-west-1',
      resources: [inner.AlarmArn],
      detail: {
        alarmName: 'ServerCpuTooHigh',
        configuration: {
          description: 'busy',
          metrics: [
            {
              metricStat: {
                metric: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: 'i-0' } },
              },
            },
          ],
        },
        state: { value: 'OK', reason: 'below', timestamp: '2026-11-22T03:00:06.006+0000' },
        previousState: { value: 'ALARM' },
      },
    };
    const dedupKey = inner.AlarmArn;
    expect(only('cloudwatch', inner)).toMatchObject({ status: 'firing', dedupKey, title: 'ServerCpuTooHigh' });
    const alert = only('cloudwatch', bridged);
    expect(alert).toMatchObject({ status: 'resolved', dedupKey, title: 'ServerCpuTooHigh', summary: 'busy\nbelow' });
    expect(alert.labels).toMatchObject({ InstanceId: 'i-0', region: 'eu-west-1', metric: 'CPUUtilization' });
    expect(only('cloudwatch', { ...envelope, Message: JSON.stringify(bridged) })).toMatchObject({ dedupKey });
    expect(read('cloudwatch', { ...bridged, 'detail-type': 'CloudWatch Alarm Configuration Change' })).toEqual([]);
  });

  test('shows a message that is no alarm, and nothing for the subscription itself', () => {
    const budget = { ...envelope, Subject: 'AWS Budgets: over', Message: 'You are over.' };
    expect(only('cloudwatch', budget)).toMatchObject({ title: 'AWS Budgets: over', summary: 'You are over.' });
    for (const Type of ['SubscriptionConfirmation', 'UnsubscribeConfirmation']) {
      expect(read('cloudwatch', { ...envelope, Type, Token: 't', Message: 'You have chosen…' })).toEqual([]);
    }
    expect(JSON.stringify(read('cloudwatch', envelope))).not.toContain('Unsubscribe');
  });
});

describe('Uptime Kuma', () => {
  const down = sample('uptimekuma');
  const withStatus = (status: number) => ({ ...down, heartbeat: { ...Object(down.heartbeat), status } });

  test('is down, up, in maintenance; and silent while it is not sure', () => {
    const start = instant('2026-11-22T03:00:00.123Z');
    expect(only('uptimekuma', down)).toMatchObject({ status: 'firing', dedupKey: 'monitor:7', startsAt: start });
    expect(only('uptimekuma', withStatus(1))).toMatchObject({
      status: 'resolved',
      dedupKey: 'monitor:7',
      endsAt: start,
    });
    expect(only('uptimekuma', withStatus(3))).toMatchObject({ status: 'resolved' });
    expect(read('uptimekuma', withStatus(2))).toEqual([]);
  });

  test('warns of a certificate without a heartbeat', () => {
    const body = { heartbeat: null, monitor: null, msg: '[API] certificate will expire in 7 days' };
    const alert = only('uptimekuma', body);
    expect(alert).toMatchObject({ status: 'firing', title: body.msg, extra: undefined });
    expect(priority(alert)).toEqual({ priority: 'P2', guessed: false });
    expect(adapterOf('uptimekuma')({}, NOW)).toMatchObject({ ok: false });
  });
});

describe('Datadog', () => {
  test.each([
    ['Triggered', 'firing'],
    ['Re-Triggered', 'firing'],
    ['No Data', 'firing'],
    ['Re-No Data', 'firing'],
    ['Warn', 'firing'],
    ['Renotify', 'firing'],
    ['Recovered', 'resolved'],
    ['a new one', 'firing'],
  ])('%s is %s', (transition, status) => {
    expect(only('datadog', { ...sample('datadog'), transition })).toMatchObject({ status, title: 'CPU is saturated' });
  });

  test('is understood without a payload of its own', () => {
    const standard = {
      body: '%%% load is high %%%',
      last_updated: 1795316400000,
      event_type: 'metric_alert_monitor',
      title: '[Triggered on {host:a}] Load',
      date: 1795316400000,
      org: { id: 1, name: 'Example' },
      id: '1',
    };
    const [one] = read('datadog', standard);
    const over = only('datadog', { ...standard, title: '[Recovered on {host:a}] Load', id: '2' });
    expect(one?.alerts[0]).toMatchObject({ status: 'firing', title: 'Load', startsAt: 1_795_316_400_000 });
    expect(over).toMatchObject({ status: 'resolved', dedupKey: one?.alerts[0]?.dedupKey });
    const urgent = { ...standard, title: '[P1] [Recovered on {host:a}] Load [5m] high' };
    expect(only('datadog', urgent)).toMatchObject({ status: 'resolved', title: 'Load [5m] high' });
  });
});

test('whatever is changed in a sample, the answer is an error in one sentence or alerts that the model accepts', () => {
  const rubbish = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary', maxLength: 40 }));
  const adapters = SENDERS.map(({ name }) => ({ adapter: adapterOf(name), body: sample(name) }));
  fc.assert(
    fc.property(
      fc.nat(adapters.length - 1),
      fc.array(fc.tuple(fc.nat(30), fc.nat(12), rubbish), { minLength: 1, maxLength: 4 }),
      (which, changes) => {
        const chosen = adapters[which];
        if (!chosen) return;
        const body = structuredClone(chosen.body);
        for (const [at, deep, value] of changes) {
          const keys = Object.keys(body);
          const key = keys[at % keys.length] ?? '';
          const inner = body[key];
          const first = Array.isArray(inner) ? inner[0] : inner;
          const names = typeof first === 'object' && first !== null ? Object.keys(first) : [];
          if (names.length > 0 && deep > 2) Object.assign(first ?? {}, { [names[deep % names.length] ?? '']: value });
          else body[key] = value;
        }
        const result = chosen.adapter(body, NOW);
        if (result.ok) for (const group of result.value) alertGroupSchema.parse(group);
        else expect(result.error.message).toMatch(/^This is not [^\n]{1,300}\.$/);
      },
    ),
    { numRuns: 600 },
  );
});
