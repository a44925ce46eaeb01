import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setUp } from '../../scripts/setup.mjs';
import { ensureBuild } from '../../scripts/toolchain/build.mjs';
import { ensureTestPeers, ensureVirtualDisplay } from '../../scripts/toolchain/debian.mjs';
import { startVirtualDisplay } from '../../scripts/toolchain/display.mjs';
import { createContext } from './context.ts';
import { type Figure, judged } from './figure.ts';
import { circumstances, programVersions } from './machine.ts';
import { ensurePackages, packageVersions } from './packages.ts';
import { asText, type FigureResult, keepResult, writePage } from './results.ts';

const bench = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const say = (line: string) => process.stdout.write(`${line}\n`);

const names = readdirSync(bench)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .sort();

const HELP = `usage: npm run bench [-- name… [--quick]]

Figures: ${names.join(', ')}. All of them when none is named.

  --quick  each measurement once instead of three times, and less of it
  --list   the figures and what they measure
`;

async function load(name: string): Promise<Figure> {
  const { figure } = await import(pathToFileURL(`${bench}${name}.ts`).href);
  return figure;
}

let ending: (() => Promise<void>) | undefined;
let interrupted = false;

async function measure(figure: Figure, quick: boolean): Promise<FigureResult> {
  const log = (line: string) => say(`  ${line}`);
  const needs = new Set(figure.needs);
  const began = performance.now();
  const endings: (() => Promise<void>)[] = [];
  ending = async () => {
    for (const one of endings.splice(0).reverse()) await one();
  };
  let electron = '';
  let at = circumstances(new Date(), electron);
  try {
    if (needs.has('electron') || needs.has('build')) electron = (await setUp(log)).electron;
    at = circumstances(new Date(), electron);
    if (needs.has('build')) await ensureBuild({ root, node: process.execPath, log });
    if (needs.has('programs')) {
      await ensureTestPeers(log).catch((error) => log(error.message));
      Object.assign(at.versions, programVersions());
    }
    if (needs.has('packages')) {
      await ensurePackages(bench, log);
      Object.assign(at.versions, packageVersions(bench));
    }
    let display: Record<string, string> = {};
    if (needs.has('display')) {
      await ensureVirtualDisplay(log);
      const virtual = await startVirtualDisplay();
      endings.push(virtual.stop);
      display = virtual.env;
    }
    const ctx = createContext({ name: figure.name, quick, electron, display, log });
    endings.push(ctx.end);
    const rows = (await figure.run(ctx)).map(judged);
    return { name: figure.name, title: figure.title, circumstances: at, seconds: seconds(began), rows };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { name: figure.name, title: figure.title, circumstances: at, seconds: seconds(began), rows: [], failure };
  } finally {
    await ending();
  }
}

const seconds = (since: number) => Math.round((performance.now() - since) / 1_000);

async function main(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    say(HELP);
    return 0;
  }
  if (args.includes('--list')) {
    for (const name of names) say(`${name.padEnd(20)} ${(await load(name)).title}`);
    return 0;
  }
  const quick = args.includes('--quick');
  const wanted = args.filter((one) => !one.startsWith('--'));
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no figure ${unknown}; there are ${names.join(', ')}`);
  let failed = 0;
  for (const name of names.filter((one) => wanted.length === 0 || wanted.includes(one))) {
    const figure = await load(name);
    say(`\n── ${name}: ${figure.title}`);
    const result = await measure(figure, quick);
    if (interrupted) break;
    say(`\n${asText(result)}`);
    if (result.failure !== undefined) failed += 1;
    // A quick run is for the eye; the page keeps what was measured properly.
    if (!quick) {
      keepResult(result);
      writePage();
    }
  }
  say(quick ? '\nquick: bench/RESULTS.md is left as it is' : '\nbench/RESULTS.md is written');
  return failed === 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupted) process.exit(1);
    interrupted = true;
    say('\nstopping what was started…');
    Promise.resolve(ending?.()).finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
  },
);
