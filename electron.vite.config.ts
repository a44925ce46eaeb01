import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = import.meta.dirname;

export default defineConfig({
  main: {
    build: {
      outDir: 'dist/main',
      target: 'node20',
      minify: true,
      // One file instead of some hundred, since a start reads them all; a packaged console has no node_modules.
      externalizeDeps: false,
      lib: { entry: resolve(here, 'src-main/index.ts'), formats: ['es'] },
    },
  },
  preload: {
    build: {
      outDir: 'dist/preload',
      target: 'node20',
      minify: true,
      // A sandboxed preload is one CommonJS file: nothing may stay external but electron itself.
      externalizeDeps: false,
      lib: { entry: resolve(here, 'src-preload/index.ts'), formats: ['cjs'] },
      rollupOptions: { output: { entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: 'src-renderer',
    // Replaced by a fresh nonce in each answer of the app protocol, for the few styles that libraries inject.
    html: { cspNonce: '__CSP_NONCE__' },
    plugins: [react()],
    worker: {
      plugins: () => [
        {
          name: 'characters-without-document',
          enforce: 'pre',
          // A page asks its document for `&eacute;`; a worker has none, and reads the table that the package has for it.
          resolveId: (id: string) =>
            id === 'decode-named-character-reference' ? resolve(here, 'node_modules', id, 'index.js') : null,
        },
      ],
    },
    build: {
      outDir: resolve(here, 'dist/renderer'),
      target: 'chrome130',
      minify: true,
      // The content policy refuses data: URLs, so small fonts must stay files.
      assetsInlineLimit: 0,
      rollupOptions: {
        input: resolve(here, 'src-renderer/index.html'),
        // What the first page needs is one file, however many later parts share pieces of it; then what the first change
        // needs.
        output: {
          codeSplitting: {
            groups: [
              { name: 'start', tags: ['$initial'] },
              { name: 'changes', test: /src-shared\/sync\/replica\.ts$/ },
            ],
          },
        },
      },
    },
  },
});
