/** Alerts for a load: `count` different ones, spread over 40 services and as many groups. */
export interface AlertsWanted {
  form: 'alertmanager-api' | 'alertmanager-webhook';
  count: number;
  services?: number;
  /** Tells the alerts of one run from those of another. */
  run: string | number;
}

const SEVERITIES = ['critical', 'error', 'warning', 'info'];

function alert(n: number, { services = 40, run }: AlertsWanted, at: string) {
  const service = `service-${n % services}`;
  return {
    labels: {
      alertname: 'HighErrorRate',
      service,
      instance: `${service}-${run}-${n}.prod.example.net:9100`,
      severity: SEVERITIES[n % SEVERITIES.length] ?? 'warning',
      cluster: 'eu-west-3',
    },
    annotations: {
      summary: `${service} answers with errors on instance ${n}`,
      description: 'More than 5 % of the requests of the last five minutes failed.',
      runbook_url: 'https://runbooks.example.net/high-error-rate',
    },
    startsAt: at,
    generatorURL: `http://prometheus.example.net:9090/graph?g0.expr=rate%28errors%29&g0.tab=1`,
  };
}

/** The same alert as one goes to Alertmanager's API, or as Alertmanager hands it on in a webhook. */
export function bodies(wanted: AlertsWanted): string[] {
  const at = new Date(Date.now() - 60_000).toISOString();
  return Array.from({ length: wanted.count }, (_, n) => {
    const one = alert(n, wanted, at);
    if (wanted.form === 'alertmanager-api') return JSON.stringify([one]);
    const { alertname, service } = one.labels;
    return JSON.stringify({
      version: '4',
      groupKey: `{}:{alertname="${alertname}", service="${service}"}`,
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'vigie',
      groupLabels: { alertname, service },
      commonLabels: one.labels,
      commonAnnotations: one.annotations,
      externalURL: 'http://alertmanager.example.net:9093',
      alerts: [{ ...one, status: 'firing', endsAt: '0001-01-01T00:00:00Z', fingerprint: `${wanted.run}-${n}` }],
    });
  });
}
