import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, until } from '../../tests/support/processes.ts';
import type { Context } from '../harness/figure.ts';

/** Debian's Alertmanager with nobody to notify. */
export async function startAlertmanager(ctx: Context): Promise<{ url: string; pid: number | undefined }> {
  const folder = ctx.folder();
  const port = await freePort();
  const config = {
    route: { receiver: 'nobody', group_by: ['alertname', 'service'] },
    receivers: [{ name: 'nobody' }],
  };
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'alertmanager.yml'), JSON.stringify(config));
  const flags = [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ];
  const program = ctx.start('prometheus-alertmanager', flags);
  const url = `http://127.0.0.1:${port}`;
  await until(
    'Alertmanager is ready',
    async () => {
      if (program.child.exitCode !== null) throw new Error(`Alertmanager ended: ${program.output().slice(-500)}`);
      return fetch(`${url}/-/ready`).then(
        (answer) => answer.ok,
        () => false,
      );
    },
    15_000,
  );
  return { url, pid: program.child.pid };
}
