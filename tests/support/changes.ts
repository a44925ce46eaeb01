import {
  type ChangeId,
  changeId,
  freezeId,
  MONITORING_PROCEDURE,
  monitoringRunId,
} from '../../src-shared/model/change.ts';
import { incidentId, serviceId } from '../../src-shared/model/ids.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { HOUR } from '../../src-shared/time/clock.ts';
import type { Device } from './device.ts';

export const ZONE = 'Europe/Paris';
export const API = serviceId('api');
const WEB = serviceId('site');

/** What a change says, on the API's service or on others. */
export const content = (title: string, from: number, to: number, services = [API]) => ({
  title,
  type: 'security' as const,
  services,
  risk: 'medium' as const,
  window: { from, to, zone: ZONE },
});

/** A change as it is now, as whoever acts on it names it. */
export async function seen(device: Device, id: ChangeId): Promise<{ id: ChangeId; contentId: string }> {
  const row = (await device.records('change')).find((one) => one.id === id);
  if (!row) throw new Error(`no change ${id}`);
  return { id, contentId: row.doc.contentId };
}

/** The services of the changes. */
export async function services(lead: Device): Promise<void> {
  await lead.mutate('service.update', { id: API, doc: { name: 'api' } });
  await lead.mutate('service.update', { id: WEB, doc: { name: 'site' } });
}

/** A month as a team has it: drafts, one that was refused, one at work, one rolled back, and a freeze. */
export async function busyMonth(lead: Device, lea: Device): Promise<void> {
  const now = Date.now();
  await services(lead);
  const make = (
    id: string,
    from: number,
    to: number,
    more: Partial<ReturnType<typeof content>> & { type?: never } = {},
  ) =>
    lea.mutate('change.create', {
      id: changeId(id),
      ...content(id, now + from * HOUR, now + to * HOUR),
      ...more,
      riskText: 'La latence peut doubler pendant dix minutes.',
      rollback: 'systemctl stop api\napt install api=4.1\nsystemctl start api',
    });
  await make('Noyau 6.12 sur les serveurs d’API', 20, 22);
  await make('PostgreSQL 17', 21, 25);
  await make('Bibliothèques du site', 44, 46, { services: [WEB] });
  await make('Certificats des passerelles', -3, 1);
  await make('Cache des sessions', -50, -48);
  for (const one of ['PostgreSQL 17', 'Bibliothèques du site', 'Certificats des passerelles', 'Cache des sessions']) {
    await lea.mutate('change.propose', await seen(lea, changeId(one)));
  }
  await lead.mutate('change.refuse', {
    ...(await seen(lead, changeId('PostgreSQL 17'))),
    reason: 'Il manque la durée du retour arrière.',
  });
  for (const one of ['Certificats des passerelles', 'Cache des sessions']) {
    const it = await seen(lead, changeId(one));
    await lead.mutate('change.approve', it);
    await lea.mutate('change.start', { ...it, silence: true, reason: 'Le fournisseur est prêt.' });
    await lea.mutate('change.passGate', { ...it, gate: 'test', note: 'Les essais sont verts.' });
    await lea.mutate('change.passGate', { ...it, gate: 'staging' });
  }
  const cache = await seen(lea, changeId('Cache des sessions'));
  await lea.mutate('change.rollBack', { ...cache, reason: 'Les sessions se perdaient.' });
  await lead.mutate('freeze.create', {
    id: freezeId('soldes'),
    title: 'Soldes d’hiver',
    window: { from: now + 22 * HOUR, to: now + 96 * HOUR, zone: ZONE },
    services: [],
    reason: 'Trois fois le trafic',
  });
  const incident = incidentId('01990000-0000-7000-8000-0000000000c1');
  await lea.mutate('incident.open', {
    id: incident,
    title: 'La passerelle refuse un certificat',
    priority: 'P2',
    service: API,
  });
  await lea.mutate('run.start', {
    id: monitoringRunId('api'),
    procedure: procedureId(MONITORING_PROCEDURE),
    revision: 1,
    service: API,
  });
  for (const step of ['system-metrics-cpu-memory-disk', 'automatic-alerts']) {
    await lea.mutate('run.record', { run: monitoringRunId('api'), step, event: { kind: 'done' } });
  }
}
