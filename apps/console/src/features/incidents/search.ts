// What the address of the incident pages says.
import type { Severity } from '@nautilus/model'
import { type State, states } from '@nautilus/response'
import { isSeverity, severities } from '../../shared/grades.ts'
import { listOf } from '../../shared/search.ts'
import { type Tab, tabNames } from './tab-names.ts'

export type IncidentSearch = {
  /** Without it: those that are worked on. */
  readonly state?: readonly State[] | 'all'
  readonly severity?: readonly Severity[]
  readonly assignee?: string
}

export const worked: readonly State[] = states.filter(state => state !== 'closed')

export function incidentSearchOf(raw: Readonly<Record<string, unknown>>): IncidentSearch {
  const asked = listOf(raw.state) ?? []
  const state = states.filter(name => asked.includes(name))
  const grades = listOf(raw.severity)?.filter(isSeverity) ?? []
  const severity = severities.filter(grade => grades.includes(grade))
  const { assignee } = raw
  return {
    ...(raw.state === 'all' ? { state: 'all' as const } : state.length > 0 ? { state } : {}),
    ...(severity.length > 0 ? { severity } : {}),
    ...(typeof assignee === 'string' && assignee !== '' ? { assignee } : {}),
  }
}

/** Without it: the first. */
export function roomSearchOf({ tab }: Readonly<Record<string, unknown>>): { readonly tab?: Tab } {
  const known = tabNames.find(name => name === tab)
  return known && known !== tabNames[0] ? { tab: known } : {}
}
