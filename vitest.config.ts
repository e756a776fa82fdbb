import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest files: begun first, so that no core waits for the other at the end. */
const LONG =
  /conformance\/|test\/(browser|plant|live|sensor|outward)\/|simulator\/test\/tshark|kill|several|laws|test\/stories|test\/analysis/

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => Number(LONG.test(b.moduleId)) - Number(LONG.test(a.moduleId)))
  }
}

export default defineConfig({
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'packages/*/src/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    // Every way in, clicked through: with `npm run browser`.
    exclude: [
      '**/node_modules/**',
      ...(process.env.NAUTILUS_BROWSER === 'all'
        ? []
        : ['test/browser/sign-in.test.ts', 'test/browser/sensors.test.ts']),
    ],
    setupFiles: ['vitest.setup.ts'],
    testTimeout: 120_000,
    // Stores are started in hooks.
    hookTimeout: 120_000,
    // Tests start tshark, stores and the program itself, and wait for them: one file more at once than two cores compute.
    maxWorkers: 3,
    // Modules are shared between files, which saves a quarter of the time: a test leaves nothing behind in them.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    slowTestThreshold: 5_000,
    // Goldens are written on a developer's machine and reviewed like code, never by CI.
    update: false,
  },
})
