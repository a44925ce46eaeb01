// `npm test`: sets everything up, then types, lint, unit and property tests, integration tests, build, e2e tests.
// The last line is the sum: `N passed, N failed`, then `, N skipped` if any.
import fs from 'node:fs';
import path from 'node:path';
import { projectEnvironment, root, setUp } from './setup.mjs';
import { ensureBuild } from './toolchain/build.mjs';
import { asOne, playwrightCounts, readReport, vitestCounts, withExitCode } from './toolchain/counts.mjs';
import { ensureTestPeers } from './toolchain/debian.mjs';
import { run } from './toolchain/run.mjs';

const HELP = `usage: npm test [-- stage… [-- arguments for the stage's runner]]

Stages, in order: types, lint, unit, integration, build, e2e. All of them when none is named.
`;

const STAGES = ['types', 'lint', 'unit', 'integration', 'build', 'e2e'];

const log = (line) => process.stdout.write(`${line}\n`);

/** The stages' commands. Each resolves with its counts. */
function stageRunners({ node, electron, rest }) {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
  // Many short runs of the command line: the cache of compiled code takes away most of each one's start.
  const NODE_COMPILE_CACHE = path.join(root, '.cache', 'compile');
  const env = projectEnvironment(node, { VIGIE_ELECTRON: electron, NODE_COMPILE_CACHE, ...colour });
  const bin = (name, ...file) => [path.join(root, 'node_modules', name, ...file)];
  const start = (args, extra = {}) =>
    run(node, args, { cwd: root, env: { ...env, ...extra }, stdio: ['ignore', 'inherit', 'inherit'] });
  const reports = path.join(root, '.cache', 'reports');
  fs.mkdirSync(reports, { recursive: true });

  const vitest = async (project) => {
    const file = path.join(reports, `${project}.json`);
    fs.rmSync(file, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = ['run', '--project', project, ...reporters, ...rest];
    const { code } = await start([...bin('vitest', 'vitest.mjs'), ...args]);
    return withExitCode(vitestCounts(readReport(file)), code);
  };

  return {
    types: async () => asOne((await start([...bin('typescript', 'bin', 'tsc'), '-b', ...rest])).code),
    lint: async () => asOne((await start([...bin('@biomejs/biome', 'bin', 'biome'), 'check', '.', ...rest])).code),
    unit: () => vitest('unit'),
    integration: () => vitest('integration'),
    build: async () => {
      await ensureBuild({ root, node, log, quiet: false });
      return asOne(0);
    },
    e2e: async () => {
      const file = path.join(reports, 'e2e.json');
      fs.rmSync(file, { force: true });
      const args = ['test', '--config', path.join(root, 'tests', 'playwright.config.ts')];
      const { code } = await start([...bin('@playwright/test', 'cli.js'), ...args, ...rest], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        // Playwright sets FORCE_COLOR for its workers, and Node warns when both are there.
        ...(colour.NO_COLOR ? { NO_COLOR: undefined, FORCE_COLOR: '0' } : {}),
      });
      return withExitCode(playwrightCounts(readReport(file)), code);
    },
  };
}

async function main(args) {
  const cut = args.indexOf('--');
  const named = cut < 0 ? args : args.slice(0, cut);
  const rest = cut < 0 ? [] : args.slice(cut + 1);
  if (named.includes('--help') || named.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = named.find((name) => !STAGES.includes(name));
  if (unknown) throw new Error(`unknown stage ${unknown}; there are ${STAGES.join(', ')}`);
  const wanted = STAGES.filter((name) => named.length === 0 || named.includes(name));
  // e2e tests run what is built.
  if (wanted.includes('e2e') && !wanted.includes('build')) wanted.splice(wanted.indexOf('e2e'), 0, 'build');

  const tools = await setUp(log);
  if (wanted.includes('integration') || wanted.includes('e2e')) await ensureTestPeers(log);
  const runners = stageRunners({ ...tools, rest });
  const total = { passed: 0, failed: 0, skipped: 0 };
  let isBuilt = true;
  for (const name of wanted) {
    if (name === 'e2e' && !isBuilt) {
      log('\n── e2e: left out, since there is nothing built to run');
      continue;
    }
    const started = performance.now();
    log(`\n── ${name}`);
    let counts;
    try {
      counts = await runners[name]();
    } catch (error) {
      log(error.message);
      counts = asOne(1);
    }
    if (name === 'build') isBuilt = counts.failed === 0;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    log(`── ${name}: ${counts.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`vigie: ${error.message}\n`);
    log('\n0 passed, 1 failed');
    process.exitCode = 1;
  },
);
