// What all reports say.
import type { ReportKind } from './report.ts'

type Words = {
  readonly made: string
  readonly asOf: string
  readonly site: string
  readonly nothing: string
  readonly contact: string
  readonly titles: Readonly<Record<ReportKind, string>>
  readonly about: Readonly<Record<ReportKind, string>>
  readonly severity: Readonly<Record<string, string>>
  readonly left: (count: string) => string
}

export const reportWords: Readonly<Record<'en' | 'de', Words>> = {
  en: {
    made: 'Made',
    asOf: 'as of',
    site: 'Site',
    nothing: 'None in this period.',
    contact: 'Contact',
    titles: {
      board: 'Board page',
      service: 'Service report',
      access: 'Who can change my process',
      assets: 'Devices and vulnerabilities',
      compliance: 'Evidence for NIS2 Article 21 and IEC 62443-3-3',
      incident: 'Incident report',
    },
    about: {
      board: 'One page: exposure in money, what happened, and which decisions wait.',
      service: 'What was watched, found, answered and practised in the period.',
      access: 'Every device that changes a controller, or is one step away from it.',
      assets: 'What is there, how well it is known, who answers for it, and what is open.',
      compliance: 'Which measures the product shows evidence of, which in part, and which not.',
      incident: 'What happened, what was decided by whom, what was reported, and what proves it.',
    },
    severity: { critical: 'critical', high: 'high', medium: 'medium', low: 'low', recorded: 'recorded' },
    left: count => `${count} further rows are left out; the console has them.`,
  },
  de: {
    made: 'Erstellt',
    asOf: 'Stand',
    site: 'Standort',
    nothing: 'Keine in diesem Zeitraum.',
    contact: 'Ansprechpartner',
    titles: {
      board: 'Seite für die Leitung',
      service: 'Servicebericht',
      access: 'Wer meinen Prozess ändern kann',
      assets: 'Geräte und Schwachstellen',
      compliance: 'Nachweise zu NIS2 Artikel 21 und IEC 62443-3-3',
      incident: 'Vorfallbericht',
    },
    about: {
      board: 'Eine Seite: Risiko in Geld, was geschah, und welche Entscheidungen anstehen.',
      service: 'Was im Zeitraum beobachtet, gefunden, beantwortet und geübt wurde.',
      access: 'Jedes Gerät, das eine Steuerung ändert oder einen Schritt davon entfernt ist.',
      assets: 'Was da ist, wie gut es bekannt ist, wer dafür einsteht und was offen ist.',
      compliance: 'Für welche Maßnahmen das Produkt Nachweise zeigt, für welche teilweise und für welche nicht.',
      incident: 'Was geschah, was wer entschied, was gemeldet wurde und was es belegt.',
    },
    severity: { critical: 'kritisch', high: 'hoch', medium: 'mittel', low: 'niedrig', recorded: 'vermerkt' },
    left: count => `${count} weitere Zeilen sind weggelassen; die Konsole hat sie.`,
  },
}
