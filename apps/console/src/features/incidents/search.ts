// What the address of the incident pages says.
import type { Severity } from '@nautilus/model'
import { type State, states } from '@nautilus/response'
import { isSeverity, severities } from '../../shared/grades.ts'
import { listOf, oneOf, textOf, told } from '../../shared/search.ts'
import { type Tab, tabNames } from './tab-names.ts'

export type IncidentSearch = {
  /** Without it: those that are worked on. */
  readonly state?: readonly State[] | 'all'
  readonly severity?: readonly Severity[]
  /** `mine`, `nobody`, or the id of a person. */
  readonly assignee?: string
  readonly playbook?: readonly string[]
  /** Without it: this site. */
  readonly sites?: readonly string[] | 'all'
  /** Without it: both, apart from each other. */
  readonly only?: Only
  readonly order?: Order
}

export const onlys = ['real', 'exercises'] as const
export type Only = (typeof onlys)[number]
/** The first one is taken where nothing is said. */
export const orders = ['urgent', 'grave', 'new', 'old', 'changed', 'waiting'] as const
export type Order = (typeof orders)[number]

export const worked: readonly State[] = states.filter(state => state !== 'closed')

export function incidentSearchOf(raw: Readonly<Record<string, unknown>>): IncidentSearch {
  const asked = listOf(raw.state) ?? []
  const state = states.filter(name => asked.includes(name))
  const grades = listOf(raw.severity)?.filter(isSeverity) ?? []
  const severity = severities.filter(grade => grades.includes(grade))
  const order = oneOf(raw.order, orders)
  const sites = raw.sites === 'all' ? ('all' as const) : listOf(raw.sites)
  return {
    ...(raw.state === 'all' ? { state: 'all' as const } : state.length > 0 ? { state } : {}),
    ...(severity.length > 0 ? { severity } : {}),
    ...(order === orders[0] ? {} : told({ order })),
    ...told({ sites, assignee: textOf(raw.assignee), playbook: listOf(raw.playbook), only: oneOf(raw.only, onlys) }),
  } as IncidentSearch
}

/** Without it: the first. */
export function roomSearchOf({ tab }: Readonly<Record<string, unknown>>): { readonly tab?: Tab } {
  const known = tabNames.find(name => name === tab)
  return known && known !== tabNames[0] ? { tab: known } : {}
}
