// Which incidents of a queue wait for answers, and too long.
import { type FindPlaybook, type Incident, overdueQuestions } from '@nautilus/response'
import { runsOf, type Scoped } from '@nautilus/store'
import { Type } from 'typebox'
import { nowMicros } from './incident-work.ts'

export const Unanswered = Type.Integer({
  description: 'Questions that must be answered, and have waited for more than twelve hours.',
})

type Listed = {
  readonly site: string
  readonly id: string
  readonly state: string
  readonly outcome: string | null
  readonly playbook: string | null
}

/** Each with how many questions have waited too long. */
export async function withUnanswered<R extends Listed>(scoped: Scoped, rows: readonly R[], find: FindPlaybook) {
  const runs = await runsOf(
    scoped,
    rows.filter(({ playbook }) => playbook !== null),
  )
  const now = nowMicros()
  return rows.map(row => {
    const run = runs.get(JSON.stringify([row.site, row.id])) ?? null
    const mergedInto = row.outcome === 'merged' ? row.id : null
    const state = row.state as Incident['state']
    return { ...row, unanswered: overdueQuestions({ state, mergedInto, run }, find, now) }
  })
}
