import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Vitest would leave one core free, half of a small machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src-*/**/*.test.{ts,tsx}',
            'tests/boundaries/**/*.test.ts',
            'tests/simulator/**/*.test.ts',
            'tests/oracle/**/*.test.ts',
            'scripts/**/*.test.mjs',
          ],
          environment: 'node',
          setupFiles: ['tests/support/property-seed.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          environment: 'node',
          setupFiles: ['tests/support/property-seed.ts'],
          // Each file starts real servers: one at a time on a small machine.
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
