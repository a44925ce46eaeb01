import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Builds the empty window as an app in `folder`, as the console is built. */
export async function buildEmptyWindow(folder: string): Promise<void> {
  await build({
    root: here,
    base: './',
    logLevel: 'error',
    configFile: false,
    plugins: [react()],
    build: { outDir: join(folder, 'page'), target: 'chrome130', minify: true, emptyOutDir: true },
  });
  copyFileSync(join(here, 'main.mjs'), join(folder, 'main.mjs'));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'empty-window', main: 'main.mjs', type: 'module' }),
  );
}
