// The command line: runs src-server/cli.ts under a Node that is recent enough.
// The standard output belongs to the command; whatever set-up has to say goes to the standard error.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root, setUpServer } from './setup.mjs';
import { onNpmGone } from './toolchain/parent.mjs';

try {
  const { node } = await setUpServer((line) => process.stderr.write(`${line}\n`));
  const cli = path.join(root, 'src-server', 'cli.ts');
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  onNpmGone(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`vigie: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('close', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
} catch (error) {
  process.stderr.write(`vigie: ${error.message}\n`);
  process.exitCode = 1;
}
