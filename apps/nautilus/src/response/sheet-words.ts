// What sheets say.
import { type Duty, say } from '@nautilus/response'

export const sheetWords = {
  en: {
    heads: {
      order: [
        ['Step', 1.3],
        ['Duty', 2.4],
        ['On call now', 2.2],
        ['Deputy', 2.2],
        ['Answers within', 1.2],
      ],
      numbers: [
        ['Person', 2],
        ['Phone', 2],
        ['Mail', 3],
      ],
      week: [
        ['Duty', 2],
        ['From', 2],
        ['Person', 2],
      ],
      notes: [
        ['Time', 1],
        ['Called', 2],
        ['Answered, and said', 4],
      ],
    },
    calls: 'Call sheet',
    pack: 'Offline playbooks',
    valid: 'Printed',
    confidential: 'Confidential: numbers of people',
    order: 'In this order',
    minutes: 'min',
    everybody: 'Then everybody',
    silent: 'if silent',
    told: 'Is told',
    after: (minutes: number) => `after ${minutes} min`,
    numbers: 'Numbers',
    week: 'On call in the next seven days',
    nobody: 'nobody',
    none: 'Nobody wrote a number.',
    notes: 'Notes of this night',
    rule: 'The platform changes nothing in a plant. An engineer of this site decides; keep running and watch is always a choice.',
    never: 'Never',
    facts: 'To be known first',
    options: 'What can be chosen',
    steps: 'Steps',
    exit: 'It is over when',
    evidence: 'To be kept',
    blocks: 'blocks every option until it is answered',
  },
  de: {
    heads: {
      order: [
        ['Schritt', 1.3],
        ['Aufgabe', 2.4],
        ['Jetzt in Bereitschaft', 2.2],
        ['Vertretung', 2.2],
        ['Antwort binnen', 1.2],
      ],
      numbers: [
        ['Person', 2],
        ['Telefon', 2],
        ['E-Mail', 3],
      ],
      week: [
        ['Aufgabe', 2],
        ['Ab', 2],
        ['Person', 2],
      ],
      notes: [
        ['Uhrzeit', 1],
        ['Angerufen', 2],
        ['Antwort', 4],
      ],
    },
    calls: 'Anrufliste',
    pack: 'Playbooks für den Notfall ohne Netz',
    valid: 'Gedruckt',
    confidential: 'Vertraulich: Nummern von Personen',
    order: 'In dieser Reihenfolge',
    minutes: 'min',
    everybody: 'Danach alle',
    silent: 'falls stumm',
    told: 'Wird informiert',
    after: (minutes: number) => `nach ${minutes} min`,
    numbers: 'Nummern',
    week: 'Bereitschaft der nächsten sieben Tage',
    nobody: 'niemand',
    none: 'Niemand hat eine Nummer hinterlegt.',
    notes: 'Notizen dieser Nacht',
    rule: 'Die Plattform verändert nichts an einer Anlage. Ein Ingenieur dieses Standorts entscheidet; weiterfahren und beobachten ist immer eine Wahl.',
    never: 'Niemals',
    facts: 'Vorher zu klären',
    options: 'Was gewählt werden kann',
    steps: 'Schritte',
    exit: 'Beendet, wenn',
    evidence: 'Aufzubewahren',
    blocks: 'sperrt jede Option, bis es beantwortet ist',
  },
} as const

export const momentText = (at: number, timeZone: string, language: 'en' | 'de'): string => {
  const tag = language === 'de' ? 'de-DE' : 'en-GB'
  return new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at / 1000)
}

export const dutyText = (duty: Duty, language: 'en' | 'de'): string =>
  say({ key: `duty.${duty}`, values: {} }, language)
