/** An alert of a storm, as Alertmanager writes it. */
interface StormAlert {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
  generatorURL: string;
  fingerprint: string;
}

const SEVERITIES = ['warning', 'warning', 'error', 'warning', 'info'];

/** The gravest of a service's alerts: four services of forty have a critical one. */
const severityOf = (service: number, n: number) =>
  service % 10 === 3 && n === 5 ? 'critical' : (SEVERITIES[service % SEVERITIES.length] ?? 'warning');

/**
 * Webhooks of Alertmanager in the order they come: every service in turn sends its next few alerts, each service one
 * group. `alerts` in all.
 */
export function stormPayloads({
  alerts = 2_800,
  services = 40,
  batch = 10,
  now,
}: {
  alerts?: number;
  services?: number;
  batch?: number;
  now: number;
}): unknown[] {
  const each = Math.ceil(alerts / services);
  const payloads: unknown[] = [];
  for (let from = 0; from < each; from += batch) {
    for (let service = 0; service < services; service += 1) {
      const name = `service-${String(service).padStart(2, '0')}`;
      const some = Array.from({ length: Math.min(batch, each - from) }, (_, n): StormAlert => {
        const index = from + n;
        return {
          status: 'firing',
          labels: {
            alertname: 'NetworkUnreachable',
            service: name,
            severity: severityOf(service, index),
            instance: `10.${service}.0.${index}:9100`,
            datacenter: 'par1',
          },
          annotations: { summary: `${name} does not reach 10.${service}.0.${index}` },
          startsAt: new Date(now).toISOString(),
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'http://prometheus.example:9090/graph',
          fingerprint: `storm-${service}-${index}`,
        };
      });
      payloads.push({
        version: '4',
        groupKey: `{}:{service="${name}"}`,
        status: 'firing',
        receiver: 'vigie',
        groupLabels: { service: name },
        commonLabels: { service: name },
        commonAnnotations: {},
        externalURL: 'http://alertmanager.example:9093',
        alerts: some,
      });
    }
  }
  return payloads;
}

/** Sends payloads evenly over so many milliseconds, not waiting for one to send the next. Throws on a refusal. */
export async function sendOver(address: string, payloads: readonly unknown[], lasting: number): Promise<void> {
  const began = Date.now();
  const answers: Promise<void>[] = [];
  for (const [index, payload] of payloads.entries()) {
    const due = began + (index * lasting) / payloads.length;
    const wait = due - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    answers.push(
      fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(payload),
      }).then((response) => {
        if (!response.ok) throw new Error(`the intake answered ${response.status}`);
      }),
    );
  }
  await Promise.all(answers);
}
