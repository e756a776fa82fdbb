import type { ScenarioKind } from '@nautilus/risk'

type Words = {
  readonly headline: (years: number, low: string, high: string) => string
  readonly headlineNone: string
  readonly at: (site: string) => string
  readonly estimate: (trials: string) => string
  readonly noRisk: string
  readonly expected: string
  readonly var99: string
  readonly var99None: string
  readonly notAdded: string
  readonly incidents: string
  readonly incidentsNote: (open: number) => string
  readonly findings: string
  readonly findingsNote: (all: string) => string
  readonly curve: string
  readonly curveText: (percent: string, loss: string) => string
  readonly loss: string
  readonly chance: string
  readonly top: string
  readonly scenario: string
  readonly tail: string
  readonly trendNone: string
  readonly trendOf: (site: string, before: string, day: string, now: string) => string
  readonly decisions: string
  readonly decision: string
  readonly since: string
  readonly noDecision: string
  readonly severity: string
  readonly orders: (count: number) => string
  readonly more: (count: number) => string
  readonly evidence: string
  readonly evidenceOf: (covered: number, partly: number, none: number) => string
  readonly record: (links: string, days: string) => string
  readonly broken: string
  readonly blind: (places: number) => string
  readonly kinds: Readonly<Record<ScenarioKind, string>>
}

export const boardWords: Readonly<Record<'en' | 'de', Words>> = {
  en: {
    headline: (years, low, high) =>
      `About 1 year in ${years} brings a loss; if it happens, typically ${low} to ${high}.`,
    headlineNone: 'None of the years that were lived through brought a loss.',
    at: site => `${site}: `,
    estimate: trials =>
      `An estimate, not a prediction: ${trials} years were lived through; two figures are all that is known.`,
    noRisk: 'No loss can be estimated yet: nobody has said what an hour of standstill costs.',
    expected: 'Loss in a mean year',
    var99: 'Exceeded in 1 year of 100',
    var99None: '99 years of 100 bring no loss at all',
    notAdded:
      'The worst years of sites differ and are not added: the site with the largest loss in a mean year is shown.',
    incidents: 'Incidents opened in the period',
    incidentsNote: open => `${open} still open`,
    findings: 'High and critical findings, open',
    findingsNote: all => `${all} found in the period, of all severities`,
    curve: 'How likely a year brings a loss of at least so much',
    curveText: (percent, loss) => `With a chance of ${percent} a year brings a loss of ${loss} or more.`,
    loss: 'Loss in a year',
    chance: 'Chance',
    top: 'The five largest scenarios',
    scenario: 'Scenario',
    tail: 'Part of the worst years',
    trendNone: 'There is no earlier figure that was kept to compare with.',
    trendOf: (site, before, day, now) =>
      `${site}: a mean year was estimated at ${before} on ${day}, and at ${now} now.`,
    decisions: 'Decisions that wait',
    decision: 'Engineering decision',
    since: 'Waits since',
    noDecision: 'None.',
    severity: 'Severity',
    orders: count => `Approved work that waits for a second person: ${count}.`,
    more: count => `Further incidents that wait for a decision: ${count}.`,
    evidence: 'Evidence of compliance',
    evidenceOf: (covered, partly, none) =>
      `NIS2 Article 21, 12 measures: evidenced by this product ${covered}, in part ${partly}, not ${none}.`,
    record: (links, days) => `The record of what people did is whole (entries: ${links}, signed days: ${days}).`,
    broken: 'The record of what people did is broken: somebody must look at once.',
    blind: places =>
      `Sensors do not see ${places} part${places === 1 ? '' : 's'} of the plant at all; nothing here speaks of these.`,
    kinds: {
      ransomware: 'Ransomware from the office halts the screens',
      'engineering-workstation': 'An engineering workstation is taken over and changes logic',
      'vendor-access': 'Remote access of a vendor is misused',
      'safety-write': 'An unsafe write reaches the safety controller',
      wiper: 'Malware makes controllers unusable',
      insider: 'Somebody inside changes what they should not',
      denial: 'Controllers are flooded until they stop answering',
      worm: 'A worm spreads among the computers of the plant',
    },
  },
  de: {
    headline: (years, low, high) =>
      `Etwa jedes ${years}. Jahr bringt einen Schaden; wenn er eintritt, typischerweise ${low} bis ${high}.`,
    headlineNone: 'Keines der durchgespielten Jahre brachte einen Schaden.',
    at: site => `${site}: `,
    estimate: trials =>
      `Eine Schätzung, keine Vorhersage: ${trials} Jahre wurden durchgespielt; mehr als zwei Stellen sind nicht bekannt.`,
    noRisk: 'Noch lässt sich kein Schaden schätzen: Niemand hat gesagt, was eine Stunde Stillstand kostet.',
    expected: 'Schaden in einem mittleren Jahr',
    var99: 'In 1 von 100 Jahren überschritten',
    var99None: '99 von 100 Jahren bringen gar keinen Schaden',
    notAdded:
      'Die schlimmsten Jahre der Standorte fallen nicht zusammen und werden nicht addiert: Gezeigt wird der Standort mit dem größten Schaden in einem mittleren Jahr.',
    incidents: 'Vorfälle, im Zeitraum eröffnet',
    incidentsNote: open => `${open} noch offen`,
    findings: 'Hohe und kritische Befunde, offen',
    findingsNote: all => `${all} im Zeitraum gefunden, aller Schweregrade`,
    curve: 'Wie wahrscheinlich ein Jahr mindestens einen so großen Schaden bringt',
    curveText: (percent, loss) =>
      `Mit ${percent} Wahrscheinlichkeit bringt ein Jahr einen Schaden von ${loss} oder mehr.`,
    loss: 'Schaden in einem Jahr',
    chance: 'Wahrscheinlichkeit',
    top: 'Die fünf größten Szenarien',
    scenario: 'Szenario',
    tail: 'Anteil an den schlimmsten Jahren',
    trendNone: 'Es gibt keinen früheren, aufbewahrten Wert zum Vergleich.',
    trendOf: (site, before, day, now) =>
      `${site}: Ein mittleres Jahr wurde am ${day} auf ${before} geschätzt, jetzt auf ${now}.`,
    decisions: 'Entscheidungen, die anstehen',
    decision: 'Technische Entscheidung',
    since: 'Wartet seit',
    noDecision: 'Keine.',
    severity: 'Schwere',
    orders: count => `Arbeiten, die auf die Genehmigung einer zweiten Person warten: ${count}.`,
    more: count => `Weitere Vorfälle, die auf eine Entscheidung warten: ${count}.`,
    evidence: 'Nachweise',
    evidenceOf: (covered, partly, none) =>
      `NIS2 Artikel 21, 12 Maßnahmen: durch dieses Produkt nachgewiesen ${covered}, teilweise ${partly}, nicht ${none}.`,
    record: (links, days) =>
      `Die Aufzeichnung dessen, was Menschen taten, ist vollständig (Einträge: ${links}, signierte Tage: ${days}).`,
    broken: 'Die Aufzeichnung dessen, was Menschen taten, ist beschädigt: Jemand muss sofort nachsehen.',
    blind: places =>
      `${places === 1 ? 'Einen Teil' : `${places} Teile`} der Anlage sehen die Sensoren gar nicht; davon spricht hier nichts.`,
    kinds: {
      ransomware: 'Erpressungssoftware aus dem Büro legt die Bedienplätze lahm',
      'engineering-workstation': 'Eine Engineering-Station wird übernommen und ändert Logik',
      'vendor-access': 'Fernzugang eines Herstellers wird missbraucht',
      'safety-write': 'Ein unsicherer Schreibzugriff erreicht die Sicherheitssteuerung',
      wiper: 'Schadsoftware macht Steuerungen unbrauchbar',
      insider: 'Jemand von innen ändert, was er nicht soll',
      denial: 'Steuerungen werden überflutet, bis sie nicht mehr antworten',
      worm: 'Ein Wurm breitet sich unter den Rechnern der Anlage aus',
    },
  },
}
