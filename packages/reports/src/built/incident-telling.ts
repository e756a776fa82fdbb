// What is known of an incident, and how its parts are said.
import type { Incident } from '@nautilus/response'
import type { IncidentFacts } from '../report/incident-facts.ts'
import type { Known } from '../report/report.ts'
import type { incidentWords } from './incident-words.ts'
import { serviceWords } from './service-words.ts'

export type Telling = {
  readonly facts: IncidentFacts
  readonly incident: Incident
  readonly say: (typeof incidentWords)['en']
  readonly language: 'en' | 'de'
  readonly moment: (micros: number) => string
  readonly name: (id: string) => string
  readonly cite: (...of: readonly (Known<unknown> | null)[]) => string[]
}

export const stateText = (state: string, language: 'en' | 'de'): string => serviceWords[language].states[state] ?? state
