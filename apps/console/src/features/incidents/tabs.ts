// Tabs of the incident room: a further one is a name in tab-names.ts, a line here, and a word in the messages.
import type { ComponentType } from 'react'
import type { Room } from './api.ts'
import { DecisionTab } from './decision-tab.tsx'
import { NotesTab } from './notes-tab.tsx'
import { ObligationsTab } from './obligations-tab.tsx'
import { PlaybookTab } from './playbook-tab.tsx'
import { RecordTab } from './record-tab.tsx'
import { ReviewTab } from './review-tab.tsx'
import type { Tab } from './tab-names.ts'

export type TabProps = { readonly room: Room }

export const tabs: Readonly<Record<Tab, ComponentType<TabProps>>> = {
  decision: DecisionTab,
  playbook: PlaybookTab,
  obligations: ObligationsTab,
  notes: NotesTab,
  review: ReviewTab,
  record: RecordTab,
}
