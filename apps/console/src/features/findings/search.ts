// What the address of the queue says: which findings, and how.
import type { Severity } from '@nautilus/model'
import { isSeverity, severities } from '../../shared/grades.ts'
import { type Status, statuses } from '../../shared/wire.ts'

export type FindingSearch = {
  readonly severity?: readonly Severity[]
  /** Without it: those that wait for somebody. */
  readonly status?: readonly Status[] | 'all'
  readonly rule?: string
  /** Asset id. */
  readonly asset?: string
  /** Hours back from now. */
  readonly hours?: number
}

/** They wait for somebody. */
export const waiting: readonly Status[] = ['open', 'confirmed']

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : String(value ?? '').split(','))

/** What is no filter of ours is left out. */
export function findingSearchOf(raw: Readonly<Record<string, unknown>>): FindingSearch {
  const asked = listOf(raw.severity).filter(isSeverity)
  const severity = severities.filter(grade => asked.includes(grade))
  const status = statuses.filter(name => listOf(raw.status).includes(name))
  const hours = Number(raw.hours)
  const rule = text(raw.rule)
  const asset = text(raw.asset)
  return {
    ...(severity.length > 0 ? { severity } : {}),
    ...(raw.status === 'all' ? { status: 'all' as const } : status.length > 0 ? { status } : {}),
    ...(rule ? { rule } : {}),
    ...(asset ? { asset } : {}),
    ...(Number.isFinite(hours) && hours > 0 ? { hours } : {}),
  }
}
