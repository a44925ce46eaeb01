import type { KeySource } from '../../../src-shared/contract/http.ts';

/** The senders whose set-up is known here. */
export const SOURCES = ['alertmanager', 'generic'] as const satisfies readonly KeySource[];
export type Source = (typeof SOURCES)[number];

const intakeUrl = (server: string, source: string, key: string): string =>
  new URL(`/intake/${source}/${key}`, server).toString();

/** What to paste at the sender: the receiver of `alertmanager.yml`, or a request that any shell can send. */
export function senderConfig(server: string, source: Source, key: string): string {
  const url = intakeUrl(server, source, key);
  if (source === 'alertmanager') {
    return [
      'route:',
      '  receiver: vigie',
      "  group_by: ['alertname', 'service']",
      '  group_wait: 5s',
      '  group_interval: 30s',
      '  repeat_interval: 1h',
      '',
      'receivers:',
      '  - name: vigie',
      '    webhook_configs:',
      `      - url: '${url}'`,
      '        send_resolved: true',
      '        max_alerts: 0',
      '',
    ].join('\n');
  }
  const body = {
    dedupKey: 'db-2/disk',
    status: 'firing',
    title: 'Disk /var at 84 %',
    service: 'db-2',
    labels: { severity: 'warning' },
  };
  return `curl -sS -X POST '${url}' \\\n  -H 'content-type: application/json' \\\n  -d '${JSON.stringify(body)}'\n`;
}
