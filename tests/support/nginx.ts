import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startProgram, until } from './processes.ts';

/** A real nginx in front of several servers, with the very configuration that the README shows. */
export interface Nginx {
  url: string;
  dispose(): Promise<void>;
}

const readme = fileURLToPath(new URL('../../README.md', import.meta.url));

/** The README's block for two servers, on this port and without the certificate that a test has not. */
function configuration(port: number, servers: readonly [number, number]): string {
  const block = /```nginx\n([\s\S]*?)```/.exec(readFileSync(readme, 'utf8'))?.[1];
  if (block === undefined) throw new Error('the README shows no configuration of nginx');
  const replaced = block
    .replace(/server +127\.0\.0\.1:7447/, `server 127.0.0.1:${servers[0]}`)
    .replace(/server +127\.0\.0\.1:7448/, `server 127.0.0.1:${servers[1]}`)
    .replace(/listen 443 ssl;/, `listen 127.0.0.1:${port};`)
    .replaceAll(/^ *ssl_.*\n/gm, '');
  if (replaced.includes('7447') || replaced.includes('7448') || replaced.includes('443')) {
    throw new Error(`the README's configuration is not understood:\n${block}`);
  }
  return replaced;
}

export async function startNginx(servers: readonly [number, number]): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-nginx-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
    mkdirSync(join(folder, name));
    return `${name}_temp_path ${join(folder, name)};`;
  });
  const file = join(folder, 'nginx.conf');
  // As root its workers would run as another user, who may not enter the test's folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(
    file,
    `daemon off; ${user} pid ${join(folder, 'pid')}; error_log stderr warn; worker_processes 1;
events { worker_connections 1024; }
http { access_log off; ${temporary.join(' ')}
${configuration(port, servers)}
}`,
  );
  const program = startProgram('nginx', ['-p', folder, '-c', file, '-e', 'stderr'], process.env);
  const dispose = async () => {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('nginx answers', async () => {
      if (program.child.exitCode !== null) throw new Error(`nginx ended:\n${program.output()}`);
      return fetch(`${url}/healthz`).then(
        () => true,
        () => false,
      );
    });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { url, dispose };
}
