import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort, type Running, startProgram, until } from './processes.ts';

/** An alerting rule of the test installation. `name` is the `alertname`; the labels travel with the alert. */
export interface AlertRule {
  name: string;
  labels: Record<string, string>;
  summary: string;
}

/** A real Prometheus and a real Alertmanager that watch conditions a test switches on and off. */
export interface AlertSource {
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  /** Makes the rule's condition true for one instance, as if that machine broke. */
  fire(rule: string, instance?: string): void;
  /** Makes it false again. */
  resolve(rule: string, instance?: string): void;
  stop(): Promise<void>;
}

const defaultRules: readonly AlertRule[] = [
  {
    name: 'DatabaseDown',
    labels: { severity: 'critical', service: 'database' },
    summary: 'The database on {{ $labels.instance }} does not answer',
  },
  {
    name: 'DiskAlmostFull',
    labels: { severity: 'warning', service: 'storage' },
    summary: 'The disk of {{ $labels.instance }} is almost full',
  },
];

/** The condition that each rule watches; it is served by the test itself. */
const METRIC = 'vigie_test_condition';

// JSON is YAML: both programs read these as they are.
const asYaml = (value: unknown): string => JSON.stringify(value, null, 1);

/** Starts an exporter whose gauge is 1 for every pair in `broken`, keyed `rule\0instance`. */
function startExporter(port: number, broken: Map<string, boolean>, onScrape: () => void): Promise<Server> {
  const exporter = createServer((_request, response) => {
    const lines = [...broken].map(([key, isBroken]) => {
      const [rule, instance] = key.split('\0');
      return `${METRIC}{rule="${rule}",instance="${instance}"} ${isBroken ? 1 : 0}\n`;
    });
    onScrape();
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(`# TYPE ${METRIC} gauge\n${lines.join('')}`);
  });
  return new Promise((resolve, reject) => {
    exporter.once('error', reject);
    exporter.listen(port, '127.0.0.1', () => resolve(exporter));
  });
}

function writeConfigs(
  folder: string,
  options: { receiver: object; rules: readonly AlertRule[]; exporterPort: number; alertmanagerPort: number },
): void {
  const groups = [
    {
      name: 'vigie-test',
      rules: options.rules.map((rule) => ({
        alert: rule.name,
        expr: `${METRIC}{rule="${rule.name}"} == 1`,
        labels: rule.labels,
        annotations: { summary: rule.summary, runbook_url: `https://runbooks.example/${rule.name}` },
      })),
    },
  ];
  writeFileSync(join(folder, 'rules.yml'), asYaml({ groups }));
  writeFileSync(
    join(folder, 'prometheus.yml'),
    asYaml({
      global: { scrape_interval: '500ms', scrape_timeout: '500ms', evaluation_interval: '500ms' },
      rule_files: [join(folder, 'rules.yml')],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${options.alertmanagerPort}`] }] }] },
      scrape_configs: [
        {
          job_name: 'test',
          honor_labels: true,
          static_configs: [{ targets: [`127.0.0.1:${options.exporterPort}`] }],
        },
      ],
    }),
  );
  writeFileSync(
    join(folder, 'alertmanager.yml'),
    asYaml({
      route: {
        receiver: 'vigie',
        group_by: ['alertname', 'service'],
        group_wait: '0s',
        group_interval: '1s',
        repeat_interval: '1h',
      },
      receivers: [{ name: 'vigie', ...options.receiver }],
    }),
  );
}

const discoveredSchema = z.object({
  data: z.object({ activeAlertmanagers: z.array(z.object({ url: z.string() })) }),
});

async function answersReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch {
    return false;
  }
}

/** Prometheus needs about five seconds before it knows its targets and where to send alerts. */
async function knowsAlertmanager(prometheusUrl: string): Promise<boolean> {
  const response = await fetch(`${prometheusUrl}/api/v1/alertmanagers`);
  return discoveredSchema.parse(await response.json()).data.activeAlertmanagers.length > 0;
}

/** Where Alertmanager sends: a webhook, or PagerDuty's Events API v2 at another host. */
type Wiring = { webhookUrl: string } | { pagerDutyUrl: string; routingKey: string };

function receiverOf(wiring: Wiring): object {
  if ('webhookUrl' in wiring) return { webhook_configs: [{ url: wiring.webhookUrl, send_resolved: true }] };
  const { pagerDutyUrl: url, routingKey: routing_key } = wiring;
  const severity = '{{ .CommonLabels.severity }}';
  return { pagerduty_configs: [{ url, routing_key, severity, send_resolved: true }] };
}

/**
 * Starts Debian's prometheus and prometheus-alertmanager, wired to send to a webhook or as to PagerDuty.
 * A fired condition reaches the webhook within about two seconds, its end within about three.
 */
export async function startAlertSource(options: Wiring & { rules?: readonly AlertRule[] }): Promise<AlertSource> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-alerts-'));
  const rules = options.rules ?? defaultRules;
  const [exporterPort, prometheusPort, alertmanagerPort] = [await freePort(), await freePort(), await freePort()];
  writeConfigs(folder, { receiver: receiverOf(options), rules, exporterPort, alertmanagerPort });
  for (const name of ['prometheus', 'alertmanager']) mkdirSync(join(folder, name));
  const broken = new Map<string, boolean>();
  let scrapes = 0;
  const exporter = await startExporter(exporterPort, broken, () => {
    scrapes += 1;
  });
  const programs: Running[] = [];
  const stop = async (): Promise<void> => {
    for (const program of programs) await program.stop();
    exporter.closeAllConnections();
    await new Promise((resolve) => exporter.close(resolve));
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const alertmanagerUrl = `http://127.0.0.1:${alertmanagerPort}`;
  const prometheusUrl = `http://127.0.0.1:${prometheusPort}`;
  try {
    programs.push(
      startProgram(
        'prometheus-alertmanager',
        [
          `--config.file=${join(folder, 'alertmanager.yml')}`,
          `--storage.path=${join(folder, 'alertmanager')}`,
          `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
          '--cluster.listen-address=',
        ],
        process.env,
      ),
      startProgram(
        'prometheus',
        [
          `--config.file=${join(folder, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(folder, 'prometheus')}`,
          `--web.listen-address=127.0.0.1:${prometheusPort}`,
          '--rules.alert.resend-delay=1s',
        ],
        process.env,
      ),
    );
    await until(
      'Prometheus and Alertmanager are ready',
      async () => {
        const ended = programs.find((program) => program.child.exitCode !== null);
        if (ended) throw new Error(`${ended.child.spawnfile} ended:\n${ended.output().slice(-3000)}`);
        return (
          (await answersReady(alertmanagerUrl)) &&
          (await answersReady(prometheusUrl)) &&
          (await knowsAlertmanager(prometheusUrl)) &&
          scrapes > 0
        );
      },
      30_000,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  const set = (rule: string, instance: string, value: boolean): void => {
    if (!rules.some((one) => one.name === rule)) throw new Error(`there is no rule ${rule}`);
    broken.set(`${rule}\0${instance}`, value);
  };
  return {
    prometheusUrl,
    alertmanagerUrl,
    fire: (rule, instance = 'db-1') => set(rule, instance, true),
    resolve: (rule, instance = 'db-1') => set(rule, instance, false),
    stop,
  };
}
