import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertSource, startAlertSource } from '../support/alertmanager.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { until } from '../support/processes.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let source: AlertSource;
let device: Device;

beforeAll(async () => {
  server = await startServer();
  device = await connectDevice(server.url, await server.token('ines', 'admin'));
  source = await startAlertSource({ webhookUrl: await server.intakeUrl('alertmanager') });
});
afterAll(async () => {
  await source?.stop();
  await server?.dispose();
});

/** All that the server holds of incidents and alerts. */
async function pull() {
  const [incidents, alerts] = await Promise.all([device.records('incident'), device.records('alert')]);
  return { incidents: incidents.map(({ doc }) => doc), alerts: alerts.map(({ doc }) => doc) };
}

/** Each test goes on from where the one before ended, as an outage does. */
describe('a real Prometheus and Alertmanager', () => {
  it('open one incident with a running response clock when a rule fires', async () => {
    source.fire('DatabaseDown', 'db-1');
    const { incidents, alerts } = await until('the incident', async () => {
      const found = await pull();
      return found.incidents.length > 0 && found;
    });
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ status: 'triggered', priority: 'P0' });
    // The procedures give 5 minutes to respond to a P0.
    expect(incidents[0]?.clocks.response.segments.at(-1)).toMatchObject({ target: 300_000, priority: 'P0' });
    expect(incidents[0]?.clocks.response.segments.at(-1)?.to).toBeUndefined();
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      status: 'firing',
      labels: { alertname: 'DatabaseDown', instance: 'db-1', severity: 'critical' },
    });
  });

  it('add a second machine of the same group to the same incident', async () => {
    source.fire('DatabaseDown', 'db-2');
    const { incidents } = await until('the second alert', async () => {
      const found = await pull();
      return found.alerts.length === 2 && found;
    });
    expect(incidents).toHaveLength(1);
  });

  it('open another incident for another service', async () => {
    source.fire('DiskAlmostFull', 'nas-1');
    const { incidents } = await until('the second incident', async () => {
      const found = await pull();
      return found.incidents.length === 2 && found;
    });
    expect(incidents.map((one) => one.status)).toEqual(['triggered', 'triggered']);
  });

  it('resolve the incident once all its machines are well again', async () => {
    source.resolve('DatabaseDown', 'db-1');
    const one = await until('the first resolved alert', async () => {
      const found = await pull();
      return found.alerts.some((alert) => alert.status === 'resolved') && found;
    });
    expect(one.incidents.every((incident) => incident.status === 'triggered')).toBe(true);
    source.resolve('DatabaseDown', 'db-2');
    const { incidents } = await until('the resolved incident', async () => {
      const found = await pull();
      return found.incidents.some((incident) => incident.status !== 'triggered') && found;
    });
    expect(incidents.map((incident) => incident.status).sort()).toEqual(['resolved', 'triggered']);
  });
});
