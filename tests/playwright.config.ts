import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

const report = process.env.PLAYWRIGHT_JSON_OUTPUT_FILE;

export default defineConfig({
  testDir: './e2e',
  outputDir: '../.cache/playwright',
  // Each worker has a desktop of its own; mostly they wait for deadlines, so that two share two cores well.
  workers: Math.min(2, availableParallelism()),
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // A test starts up to three consoles; each of its waits has its own, shorter limit.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
});
