import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'packages/*/src/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    setupFiles: ['vitest.setup.ts'],
    testTimeout: 120_000,
    // Stores are started in hooks.
    hookTimeout: 120_000,
    // Tests start tshark and the program itself: more files at once than cores only wait for each other.
    maxWorkers: 2,
    isolate: false,
    slowTestThreshold: 5_000,
    // Goldens are written on a developer's machine and reviewed like code, never by CI.
    update: false,
  },
})
