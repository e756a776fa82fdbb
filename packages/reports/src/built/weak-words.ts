// What a report says of vulnerabilities.
type Words = {
  readonly title: string
  readonly total: string
  readonly devices: string
  readonly now: string
  readonly exploited: string
  readonly urgency: string
  readonly device: string
  readonly vulnerability: string
  readonly what: string
  readonly verdict: string
  /** Behind a vulnerability that is exploited. */
  readonly known: string
  readonly none: string
  readonly rests: string
  readonly urgencies: Readonly<Record<string, string>>
  readonly verdicts: Readonly<Record<string, string>>
}

export const weakWords: Readonly<Record<'en' | 'de', Words>> = {
  en: {
    ...{ title: 'Known vulnerabilities', total: 'On devices, in all', devices: 'Devices', now: 'To be dealt with now' },
    ...{ exploited: 'Known to be exploited', urgency: 'Urgency', device: 'Device', vulnerability: 'Vulnerability' },
    ...{
      what: 'What it is',
      verdict: 'Verdict',
      known: '(exploited)',
      none: 'No advisory names a device of these sites.',
    },
    rests: 'This rests on:',
    urgencies: { now: 'now', next: 'next', never: 'never', review: 'review' },
    verdicts: { affected: 'affected', likely: 'likely', review: 'a person must decide', possible: 'possible' },
  },
  de: {
    ...{
      title: 'Bekannte Schwachstellen',
      total: 'An Geräten, insgesamt',
      devices: 'Geräte',
      now: 'Jetzt zu behandeln',
    },
    ...{ exploited: 'Werden ausgenutzt', urgency: 'Dringlichkeit', device: 'Gerät', vulnerability: 'Schwachstelle' },
    ...{
      what: 'Was es ist',
      verdict: 'Urteil',
      known: '(ausgenutzt)',
      none: 'Keine Meldung nennt ein Gerät dieser Standorte.',
    },
    rests: 'Das beruht auf (englisch):',
    urgencies: { now: 'jetzt', next: 'als Nächstes', never: 'nie', review: 'prüfen' },
    verdicts: {
      affected: 'betroffen',
      likely: 'wahrscheinlich',
      review: 'muss ein Mensch entscheiden',
      possible: 'möglich',
    },
  },
}
