import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Every component in its states, to be looked at while it is worked on: `npx vite src-renderer/ui/gallery`. Not shipped.
export default defineConfig({
  root: new URL('.', import.meta.url).pathname,
  plugins: [react()],
  build: {
    outDir: new URL('../../../dist/gallery', import.meta.url).pathname,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'chrome130',
  },
});
