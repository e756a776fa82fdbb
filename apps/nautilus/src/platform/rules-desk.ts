// Rules that people write, as the platform serves them: what is wrong with them, and what they would have found.
import type { CheckedRule, RuleTrial } from '@nautilus/api'
import type { Rule } from '@nautilus/detection'
import type { RuleSource } from '@nautilus/store'
import { compileSources } from '../custom/sources.ts'
import { MOST_TIME, type Tried, type TryOut } from '../custom/try-out.ts'
import { JobThreads, TooLate } from './job-threads.ts'
import type { TrialJob } from './trial-thread.ts'

export class RulesDesk {
  readonly #builtIn: readonly Rule[]
  readonly #databaseUrl: string
  readonly #trials = new JobThreads<TrialJob, Tried>({
    script: new URL('./trial-thread.ts', import.meta.url),
    what: 'tries a rule',
    most: 2,
    // Its own time, and time to begin.
    deadline: MOST_TIME + 40_000,
  })

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
    try {
      const tried = await this.#trials.run({ databaseUrl: this.#databaseUrl, asked })
      return tried === null ? { kind: 'busy' } : { kind: 'tried', ...tried }
    } catch (error) {
      if (error instanceof TooLate) return { kind: 'late' }
      throw error
    }
  }

  readonly stop = (): Promise<void> => this.#trials.stop()
}
