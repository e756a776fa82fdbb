// Asking the store for a report.
import type { Known, SiteName } from '@nautilus/reports'
import type { Period, Scoped } from '@nautilus/store'

export type Gathering = {
  readonly scoped: Scoped
  readonly site: SiteName
  readonly period: Period
  readonly language: 'en' | 'de'
  /** µs */
  readonly now: number
}

/** An answer with the question in words that `docs/reports.md` explains. */
export async function ask<T>(
  { site, now }: Gathering,
  query: string,
  parameters: Readonly<Record<string, string | number | null>>,
  answer: Promise<T>,
): Promise<Known<T>> {
  return { value: await answer, asked: { query, parameters: { site: site.id, ...parameters }, at: now / 1000 } }
}

/** `2026-02-01T00:00:00Z` of µs. */
export const instant = (micros: number): string => new Date(micros / 1000).toISOString().replace('.000', '')
