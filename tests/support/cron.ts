import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from './processes.ts';

/** Debian's cron with one crontab, which is not the machine's. */
export interface Cron {
  /** What the daemon says, one line for each job that it starts. */
  output(): string;
  stop(): Promise<void>;
}

/** Cron takes on the user of each crontab, and is given folders of its own by mounts that it alone sees. */
export const canRunCron = process.platform === 'linux' && process.getuid?.() === 0;

/** Starts it with these lines, as root's crontab; it looks at them once a minute. */
export async function startCron(lines: readonly string[]): Promise<Cron> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-cron-'));
  const at = (name: string) => join(folder, name);
  for (const name of ['crontabs', 'cron.d', 'run']) mkdirSync(at(name));
  writeFileSync(at('crontabs/root'), `MAILTO=""\n${lines.join('\n')}\n`);
  chmodSync(at('crontabs/root'), 0o600);
  const mounts = [
    [at('crontabs'), '/var/spool/cron/crontabs'],
    [at('cron.d'), '/etc/cron.d'],
    ['/dev/null', '/etc/crontab'],
    [at('run'), '/run'],
  ].map(([own, theirs]) => `mount --bind ${own} ${theirs}`);
  const script = [...mounts, 'exec cron -f -L 15'].join(' && ');
  const cron = startProgram('unshare', ['--mount', 'sh', '-c', script], { PATH: process.env.PATH ?? '' });
  return {
    output: cron.output,
    async stop() {
      await cron.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
