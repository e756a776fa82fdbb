// Losses in money: what is known of a site is read here, and years are lived through on a thread of their own.
import { Worker } from 'node:worker_threads'
import type { RiskJob, RiskPort } from '@nautilus/api'
import type { RiskResult } from '@nautilus/risk'
import { riskFacts } from '../risk/facts.ts'

const SCRIPT = new URL('./risk-thread.ts', import.meta.url)
/** Runs at once, of all tenants, and ms after which one is stopped. */
const MOST_RUNS = 2
const DEADLINE = 120_000
/** MB that the thread may take: a million years of 320 scenarios need about 300. */
const MEMORY = 1024

export type RiskDesk = RiskPort & { stop(): Promise<void> }

export function riskDesk(): RiskDesk {
  const running = new Set<Worker>()
  return {
    facts: (scoped, site) => riskFacts(scoped, site, Date.now() * 1000),
    async run(job: RiskJob) {
      if (running.size >= MOST_RUNS) return null
      const worker = new Worker(SCRIPT, { workerData: job, resourceLimits: { maxOldGenerationSizeMb: MEMORY } })
      running.add(worker)
      const { promise, resolve, reject } = Promise.withResolvers<RiskResult>()
      const timer = setTimeout(() => reject(new Error('a risk took too long to compute')), DEADLINE)
      worker.on('message', resolve)
      worker.on('error', reject)
      worker.on('exit', () => reject(new Error('the thread that computes risks ended')))
      try {
        return await promise
      } finally {
        clearTimeout(timer)
        running.delete(worker)
        await worker.terminate()
      }
    },
    async stop() {
      await Promise.all([...running].map(worker => worker.terminate()))
    },
  }
}
