// npm run bench: fetches what this machine lacks, then measures under the project's own Node. Runs on Node 18 and later.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectEnvironment, root, setUpServer } from '../scripts/setup.mjs';
import { onNpmGone } from '../scripts/toolchain/parent.mjs';

try {
  const { node } = await setUpServer((line) => process.stderr.write(`${line}\n`));
  const child = spawn(node, [path.join(root, 'bench', 'harness', 'main.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: projectEnvironment(node),
  });
  // The terminal sends Ctrl+C to the whole group; it is waited for here until everything is cleaned up.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  onNpmGone(() => child.kill('SIGTERM'));
  child.on('close', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
}
