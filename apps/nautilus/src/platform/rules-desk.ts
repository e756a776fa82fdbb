// Rules that people write, as the platform serves them: what is wrong with them, and what they would have found.
import { Worker } from 'node:worker_threads'
import type { CheckedRule, RuleTrial } from '@nautilus/api'
import type { Rule } from '@nautilus/detection'
import type { RuleSource } from '@nautilus/store'
import { compileSources } from '../custom/sources.ts'
import { MOST_TIME, type Tried, type TryOut } from '../custom/try-out.ts'
import type { TrialJob } from './trial-thread.ts'

const SCRIPT = new URL('./trial-thread.ts', import.meta.url)
/** At once, of all tenants. */
const MOST_TRIALS = 2
/** ms after which a trial is stopped: its own time, and time to begin. */
const DEADLINE = MOST_TIME + 40_000

export class RulesDesk {
  readonly #builtIn: readonly Rule[]
  readonly #databaseUrl: string
  readonly #running = new Set<Worker>()

  constructor({ builtIn, databaseUrl }: { readonly builtIn: readonly Rule[]; readonly databaseUrl: string }) {
    this.#builtIn = builtIn
    this.#databaseUrl = databaseUrl
  }

  check(sources: readonly RuleSource[]): CheckedRule[] {
    const compiled = compileSources(sources, this.#builtIn)
    return sources.map(({ id }) => {
      const { rules, faults } = compiled.get(id)!
      return {
        id,
        faults: faults.map(({ place: { line }, message }) => ({ line, message })),
        rules: rules.map(({ rule, silent }) => ({ id: rule.id, title: rule.title, level: rule.level, silent })),
      }
    })
  }

  async try(asked: TryOut): Promise<RuleTrial> {
    if (this.#running.size >= MOST_TRIALS) return { kind: 'busy' }
    const worker = new Worker(SCRIPT, { workerData: { databaseUrl: this.#databaseUrl, asked } satisfies TrialJob })
    this.#running.add(worker)
    const { promise, resolve, reject } = Promise.withResolvers<RuleTrial>()
    const timer = setTimeout(() => resolve({ kind: 'late' }), DEADLINE)
    worker.on('message', (tried: Tried) => resolve({ kind: 'tried', ...tried }))
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('the thread of a trial ended')))
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#running.delete(worker)
      await worker.terminate()
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running].map(worker => worker.terminate()))
  }
}
