import { uuidv7 } from 'uuidv7';
import { type IncidentId, incidentId, personId } from '../../src-shared/model/ids.ts';
import type { Priority } from '../../src-shared/model/priority.ts';
import { MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import type { Device } from './device.ts';
import { promise } from './promises.ts';
import type { TestServer } from './server.ts';

/** One incident in each state that a screen has to show, by what it is an example of. */
export interface BusyNight {
  firing: IncidentId;
  breached: IncidentId;
  acknowledged: IncidentId;
  paused: IncidentId;
  resolved: IncidentId;
  closed: IncidentId;
  merged: IncidentId;
}

const LONG =
  'La réplication de la base de paiement est en retard de plus de quarante minutes sur les trois réplicas de Francfort, ' +
  'et les lectures des rapports mensuels voient des soldes périmés';

/** Fills a workspace as a bad night does. `lead` must be a lead; they do everything. */
export async function busyNight(server: TestServer, lead: Device): Promise<BusyNight> {
  const open = async (title: string, priority: Priority): Promise<IncidentId> => {
    const id = incidentId(uuidv7());
    await lead.mutate('incident.open', { id, title, priority });
    return id;
  };
  const me = personId(lead.person);
  await lead.mutate('person.setDuty', { person: me, on: true });

  await promise(lead, 'P1', { response: SECOND });
  const breached = await open('File de messages bloquée', 'P1');
  await promise(lead, 'P1', { response: 15 * MINUTE });

  const acknowledged = await open('Certificat de portail.exemple.org échu', 'P1');
  await lead.mutate('incident.acknowledge', { id: acknowledged });
  await lead.mutate('incident.assign', { id: acknowledged, to: me });
  await lead.mutate('incident.note', {
    id: acknowledged,
    text: 'Renouvellement demandé.\n\nRéponse attendue avant 4 h.',
  });
  await lead.mutate('incident.link', {
    id: acknowledged,
    url: 'https://ca.example/demandes/812',
    title: 'Demande à l’autorité',
  });
  await lead.mutate('incident.setStatusText', { id: acknowledged, text: 'Le portail répond, avec un avertissement.' });

  const paused = await open(LONG, 'P0');
  await lead.mutate('incident.acknowledge', { id: paused });
  await lead.mutate('incident.pause', { id: paused, reason: 'En attente du fournisseur' });

  const resolved = await open('Sauvegarde nocturne incomplète', 'P0');
  await lead.mutate('incident.acknowledge', { id: resolved });
  await lead.mutate('incident.resolve', { id: resolved, text: 'Espace libéré, sauvegarde relancée.' });

  const closed = await open('Rapport hebdomadaire en retard', 'P3');
  await lead.mutate('incident.setPriority', { id: closed, priority: 'P4', reason: 'Personne ne l’attend' });
  await lead.mutate('incident.resolve', { id: closed });
  await lead.mutate('incident.close', { id: closed });

  const merged = await open('Lenteur du portail', 'P2');
  await lead.mutate('incident.merge', { id: merged, into: acknowledged });
  await open('Mise à jour mensuelle des serveurs', 'P3');
  await open('Tableau de bord lent', 'P4');

  const before = new Set((await lead.records('incident')).map(({ id }) => id));
  const response = await fetch(await server.intakeUrl('alertmanager'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload(Date.now())),
  });
  if (!response.ok) throw new Error(`the intake answered ${response.status}`);
  const firing = (await lead.records('incident')).find(({ id }) => !before.has(id));
  if (!firing) throw new Error('the alert opened no incident');
  return { firing: incidentId(firing.id), breached, acknowledged, paused, resolved, closed, merged };
}

function payload(now: number): unknown {
  const labels = { alertname: 'InstanceDown', service: 'payment-api', severity: 'critical', team: 'backend' };
  return {
    version: '4',
    groupKey: '{}:{alertname="InstanceDown", service="payment-api"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'vigie',
    groupLabels: { alertname: 'InstanceDown', service: 'payment-api' },
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example:9093',
    alerts: [12, 13, 14].map((host) => ({
      status: 'firing',
      labels: { ...labels, instance: `10.0.0.${host}:9100`, job: 'payment-api' },
      annotations: {
        summary: `payment-api on 10.0.0.${host} does not answer`,
        description: 'Up has been 0 for 2 minutes.',
        runbook_url: 'https://runbooks.example/InstanceDown',
      },
      startsAt: new Date(now).toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example:9090/graph?g0.expr=up+%3D%3D+0',
      fingerprint: `ce3047a1412f8d${host}`,
    })),
  };
}
