// Losses in money: what is known of a site is read here, and years are lived through on a thread of their own.
import type { RiskJob, RiskPort } from '@nautilus/api'
import type { RiskResult } from '@nautilus/risk'
import { riskFacts } from '../risk/facts.ts'
import { JobThreads } from './job-threads.ts'

export type RiskDesk = RiskPort & { stop(): Promise<void> }

export function riskDesk(): RiskDesk {
  const threads = new JobThreads<RiskJob, RiskResult>({
    script: new URL('./risk-thread.ts', import.meta.url),
    what: 'computes risks',
    most: 2,
    deadline: 120_000,
    // A million years of 320 scenarios need about 300.
    memory: 1024,
  })
  return {
    facts: (scoped, site) => riskFacts(scoped, site, Date.now() * 1000),
    run: job => threads.run(job),
    stop: () => threads.stop(),
  }
}
