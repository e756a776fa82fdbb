// Whose doings teach nothing for a while: the sources of open findings.
import { type Severity, severities } from '@nautilus/model'
import type { Who } from '../event.ts'
import type { Draft } from './draft.ts'
import { RETELL, SUSPECT_AT_MOST, SUSPECT_FROM, SUSPECT_LASTS } from './limits.ts'
import type { Memory } from './memory.ts'

const GRAVE = severities.indexOf(SUSPECT_FROM)

/** Tells the memory whom not to learn from. Event time only: the same events give the same suspicions. */
export class Suspicions {
  readonly #memory: Memory

  constructor(memory: Memory) {
    this.#memory = memory
  }

  /** A finding came (again) at that time (µs). The severity is asked for only where it may matter. */
  note(draft: Draft, at: number, severityOf: (draft: Draft) => Severity): void {
    const { source } = draft
    if (source === null || !canTeach(source)) return
    const known = draft.trial
    const same = known?.source === source.id ? known : null
    if (same && at < same.last + RETELL) return
    if (severities.indexOf(severityOf(draft.owner)) < GRAVE) return
    const from = same && at <= same.last + SUSPECT_LASTS ? same.from : at
    draft.trial = { from, last: at, source: source.id }
    const to = Math.min(at + SUSPECT_LASTS, from + SUSPECT_AT_MOST)
    if (to >= at) this.#memory.suspect(source.id, at, to)
  }
}

const canTeach = ({ kind }: Who): boolean => kind === 'device' || kind === 'public'
