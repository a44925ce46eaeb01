import { afterAll, beforeAll, expect, it } from 'vitest';
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
  const routingKey = await server.vigie('key', 'create', '--source', 'pagerduty', '--name', 'Database');
  source = await startAlertSource({ pagerDutyUrl: `${server.url}/v2/enqueue`, routingKey });
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

const untilIncidents = (statuses: string[]) =>
  until(`incidents that are ${statuses}`, async () => {
    const found = await pull();
    const all = found.incidents.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0)).map(({ status }) => status);
    return all.join() === statuses.join() && found;
  });

it('a real Alertmanager that pages PagerDuty pages Vigie: trigger, resolve, and a new incident for a new trigger', async () => {
  source.fire('DatabaseDown', 'db-1');
  const { incidents, alerts } = await untilIncidents(['triggered']);
  expect(incidents[0]).toMatchObject({ priority: 'P0', service: 'database', openedBy: { name: 'Database' } });
  expect(alerts[0]).toMatchObject({
    status: 'firing',
    labels: { severity: 'critical', client: 'Alertmanager' },
    annotations: { num_firing: '1', num_resolved: '0' },
  });
  source.resolve('DatabaseDown', 'db-1');
  await untilIncidents(['resolved']);
  source.fire('DatabaseDown', 'db-1');
  const again = await untilIncidents(['resolved', 'triggered']);
  expect(again.alerts.map(({ status }) => status).sort()).toEqual(['firing', 'resolved']);
}, 60_000);
