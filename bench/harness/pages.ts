import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { launchConsole, type TestConsole } from '../../tests/support/console.ts';
import type { Context } from './figure.ts';

/** The environment of the private display, with the Electron to start. */
export function environment(ctx: Context): Record<string, string> {
  const env: Record<string, string> = { VIGIE_ELECTRON: ctx.electron };
  for (const [name, value] of Object.entries({ ...process.env, ...ctx.display })) {
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** A file below `bench/` as a script for `bareConsole`. */
export async function pageScript(ctx: Context, entry: string): Promise<string> {
  const outDir = ctx.folder();
  await build({
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'error',
    configFile: false,
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    build: {
      outDir,
      target: 'chrome130',
      lib: {
        entry: fileURLToPath(new URL(`../${entry}`, import.meta.url)),
        formats: ['iife'],
        name: 'unused',
        fileName: () => 'page.js',
      },
    },
  });
  return readFileSync(join(outDir, 'page.js'), 'utf8');
}

/** An empty page of the console's origin in the same Electron, in a fresh profile. It may speak to `server` alone. */
export async function bareConsole(ctx: Context, server: string): Promise<TestConsole> {
  const console = await launchConsole({ env: environment(ctx), server, userData: ctx.folder() });
  ctx.atEnd(console.dispose);
  await console.page.goto('app://console/bare');
  return console;
}
