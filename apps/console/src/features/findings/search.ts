// What the address of the queue says: which findings, and how.
import type { Severity } from '@nautilus/model'
import { isSeverity, severities } from '../../shared/grades.ts'
import { type Status, statuses } from '../../shared/wire.ts'

export type FindingSearch = {
  readonly severity?: readonly Severity[]
  /** Without it: what is open or confirmed, which waits for somebody. */
  readonly status?: Status | 'all'
  readonly rule?: string
  /** Asset id. */
  readonly asset?: string
  /** Hours back from now. */
  readonly hours?: number
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined

/** What is no filter of ours is left out. */
export function findingSearchOf(raw: Readonly<Record<string, unknown>>): FindingSearch {
  const asked = Array.isArray(raw.severity) ? raw.severity : String(raw.severity ?? '').split(',')
  const severity = severities.filter(grade => asked.filter(isSeverity).includes(grade))
  const status = [...statuses, 'all' as const].find(name => name === raw.status)
  const hours = Number(raw.hours)
  const rule = text(raw.rule)
  const asset = text(raw.asset)
  return {
    ...(severity.length > 0 ? { severity } : {}),
    ...(status ? { status } : {}),
    ...(rule ? { rule } : {}),
    ...(asset ? { asset } : {}),
    ...(Number.isFinite(hours) && hours > 0 ? { hours } : {}),
  }
}
