// What the address of the escalation page says.
import { duties } from '@nautilus/response'
import { oneOf, told } from '../../shared/search.ts'

export const tabs = ['now', 'rosters', 'policy', 'duties', 'contacts'] as const
export type Tab = (typeof tabs)[number]
export type EscalationSearch = { readonly tab?: Tab; readonly duty?: (typeof duties)[number] }

export const escalationSearchOf = (raw: Readonly<Record<string, unknown>>): EscalationSearch =>
  told({ tab: oneOf(raw.tab, tabs), duty: oneOf(raw.duty, duties) }) as EscalationSearch
