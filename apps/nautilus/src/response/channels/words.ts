// What a page says, in the language of its receiver.
import type { Delivery } from './adapter.ts'

const all = {
  en: {
    page: 'Incident',
    reminder: 'Waits for your answer',
    questions: 'Questions without an answer',
    exercise: 'EXERCISE',
    test: 'Test of a channel',
    severity: 'Severity',
    site: 'Site',
    duty: 'You are called as',
    at: 'Called at',
    open: 'Open and acknowledge',
    ask: 'Please acknowledge. If nobody does, the next person is called.',
    answer: 'Please answer them, or say who can: before that nothing can be approved.',
    testAsk: 'Nothing to be done: somebody tries whether this channel reaches you.',
    severities: { recorded: 'recorded', low: 'low', medium: 'medium', high: 'high', critical: 'critical' },
  },
  de: {
    page: 'Vorfall',
    reminder: 'Wartet auf Ihre Antwort',
    questions: 'Unbeantwortete Fragen',
    exercise: 'ÜBUNG',
    test: 'Probe eines Kanals',
    severity: 'Schwere',
    site: 'Standort',
    duty: 'Sie werden gerufen als',
    at: 'Gerufen um',
    open: 'Öffnen und bestätigen',
    ask: 'Bitte bestätigen. Wenn niemand bestätigt, wird die nächste Person gerufen.',
    answer: 'Bitte beantworten oder sagen, wer es kann: Vorher kann nichts freigegeben werden.',
    testAsk: 'Nichts zu tun: Jemand probiert, ob dieser Kanal Sie erreicht.',
    severities: { recorded: 'vermerkt', low: 'gering', medium: 'mittel', high: 'hoch', critical: 'kritisch' },
  },
} as const

export type Said = {
  readonly language: 'en' | 'de'
  /** One line. */
  readonly headline: string
  readonly facts: readonly (readonly [label: string, value: string])[]
  readonly ask: string
  readonly open: string
}

/** Characters of a headline. */
const LONGEST = 300

export function saidIn({ message, to }: Pick<Delivery, 'message' | 'to'>): Said {
  const language = to.language === 'de' ? 'de' : 'en'
  const words = all[language]
  const { title, severity, siteName, duty, at, exercise, test, questions } = message
  const plain = questions === undefined ? words.page : words.reminder
  const kind = test ? words.test : exercise ? words.exercise : plain
  const grave = words.severities[severity as keyof typeof words.severities] ?? severity
  return {
    language,
    headline: oneLine(test ? kind : `${kind} (${grave}): ${title}`),
    facts: [
      [words.site, oneLine(siteName)],
      ...(test ? [] : [[words.severity, grave] as const]),
      ...(duty === null ? [] : [[words.duty, duty] as const]),
      ...(questions === undefined ? [] : [[words.questions, String(questions)] as const]),
      [words.at, `${new Date(at / 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
    ],
    ask: test ? words.testAsk : questions === undefined ? words.ask : words.answer,
    open: words.open,
  }
}

/** At most so many characters, and no half of one: half a character is no JSON for many receivers. */
export const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

/** As a receiver can show it: whole characters, no line breaks, nothing that turns the direction of reading. */
export const oneLine = (text: string): string => cut(cleaned(text.toWellFormed()), LONGEST)

const cleaned = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]+/gu, ' ').trim()
