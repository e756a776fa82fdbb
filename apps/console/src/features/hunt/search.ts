// What the address of a hunt says: the question, the time, how it is shown.
import { oneOf, textOf, told } from '../../shared/search.ts'
import { isRange } from './range.ts'

export const tabs = ['rows', 'groups', 'rule', 'sql'] as const
export type Tab = (typeof tabs)[number]

export type HuntSearch = {
  /** As people type it. */
  readonly q?: string
  /** Without it: the last hour. */
  readonly range?: string
  /** Field whose values are counted. */
  readonly group?: string
  readonly tab?: Tab
  readonly sql?: string
}

export function huntSearchOf(raw: Readonly<Record<string, unknown>>): HuntSearch {
  const range = textOf(raw.range, 60)
  return told({
    q: textOf(raw.q, 4000),
    range: range !== undefined && isRange(range) ? range : undefined,
    group: textOf(raw.group, 40),
    tab: oneOf(raw.tab, tabs),
    sql: textOf(raw.sql, 8000),
  }) as HuntSearch
}
