import type { Duty } from './duties.ts'
import { type Catalogue, type Language, listed, type Sentence, sentence } from './sentence.ts'

const names: Readonly<Record<Duty, Readonly<Record<Language, string>>>> = {
  analyst: { en: 'security analyst', de: 'Sicherheitsanalyst' },
  'provider-duty-manager': { en: 'duty manager of the provider', de: 'Diensthabender des Dienstleisters' },
  'security-lead': { en: 'OT security lead', de: 'Leitung OT-Sicherheit' },
  'shift-supervisor': { en: 'shift supervisor', de: 'Schichtleitung' },
  'plant-engineer': { en: 'plant engineer', de: 'Anlageningenieur' },
  'process-safety-engineer': { en: 'process-safety engineer', de: 'Ingenieur für Anlagensicherheit' },
  'maintenance-lead': { en: 'maintenance lead', de: 'Leitung Instandhaltung' },
  'network-on-call': { en: 'network on-call', de: 'Netzwerk-Bereitschaft' },
  'operations-manager': { en: 'operations manager', de: 'Betriebsleitung' },
  'site-manager': { en: 'site manager', de: 'Werkleitung' },
  ciso: { en: 'CISO', de: 'CISO' },
  legal: { en: 'legal', de: 'Recht' },
  communications: { en: 'communications', de: 'Kommunikation' },
  vendor: { en: 'vendor', de: 'Hersteller' },
}

export const dutySentences: Catalogue = Object.fromEntries(
  Object.entries(names).map(([duty, name]) => [`duty.${duty}`, name]),
)

/** The name of a duty, to stand in a sentence. */
export const dutyName = (duty: Duty): Sentence => sentence(`duty.${duty}`)

/** Any of several duties, of which there is one at least. */
export const dutiesSaid = (duties: readonly Duty[]): Sentence => listed(duties.map(dutyName), 'refusal.or')
