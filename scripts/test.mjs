// `npm test`: sets everything up, then types, lint, unit and property tests, integration tests, build, e2e tests.
// The last line is the sum: `N passed, N failed`, then `, N skipped` if any.
import fs from 'node:fs';
import path from 'node:path';
import { projectEnvironment, root, setUp } from './setup.mjs';
import { ensureBuild } from './toolchain/build.mjs';
import { ensureTestPeers } from './toolchain/debian.mjs';
import { run } from './toolchain/run.mjs';

const HELP = `usage: npm test [-- stage… [-- arguments for the stage's runner]]

Stages, in order: types, lint, unit, integration, build, e2e. All of them when none is named.
`;

const STAGES = ['types', 'lint', 'unit', 'integration', 'build', 'e2e'];

const log = (line) => process.stdout.write(`${line}\n`);

/** One outcome that stands for a whole stage. */
const asOne = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

/** A runner that failed without naming a failed test (it crashed, or found none) counts as one failure. */
function withExitCode(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function vitestCounts(report) {
  if (!report) return { passed: 0, failed: 0, skipped: 0 };
  const failedFiles = (report.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + failedFiles.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

function playwrightCounts(report) {
  const stats = report?.stats;
  if (!stats) return { passed: 0, failed: 0, skipped: 0 };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/** The stages' commands. Each resolves with its counts. */
function stageRunners({ node, electron, rest }) {
  const env = projectEnvironment(node, { VIGIE_ELECTRON: electron, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' });
  const bin = (name, ...file) => [path.join(root, 'node_modules', name, ...file)];
  const start = (args, extra = {}) =>
    run(node, args, { cwd: root, env: { ...env, ...extra }, stdio: ['ignore', 'inherit', 'inherit'] });
  const reports = path.join(root, '.cache', 'reports');
  fs.mkdirSync(reports, { recursive: true });

  const vitest = async (project) => {
    const file = path.join(reports, `${project}.json`);
    fs.rmSync(file, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = ['run', '--project', project, '--passWithNoTests', ...reporters, ...rest];
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
      const args = ['test', '--config', path.join(root, 'tests', 'playwright.config.ts'), '--pass-with-no-tests'];
      const { code } = await start([...bin('@playwright/test', 'cli.js'), ...args, ...rest], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
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
  for (const name of wanted) {
    const started = performance.now();
    log(`\n── ${name}`);
    let counts;
    try {
      counts = await runners[name]();
    } catch (error) {
      log(error.message);
      counts = asOne(1);
    }
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
