// The data of a report: a superset of what the forms of the authorities ask.
import type { Text } from '../reading/text.ts'

/** A value that is a word of a closed list. */
type Words = Readonly<Record<string, Text>>
type Field = {
  readonly kind: keyof Values | 'word'
  readonly label: Text
  readonly words?: Words
  /** True: no report may say that it is not known. */
  readonly fixed?: true
}

export type Indicator = { readonly type: string; readonly value: string; readonly context: string }
export type Range = { readonly p10: number; readonly p50: number; readonly p90: number }
/** `moment` is µs since 1970-01-01 UTC, `minutes` a duration, `euros` an estimate. */
export type Values = {
  readonly text: string
  readonly texts: readonly string[]
  readonly moment: number
  readonly flag: boolean
  readonly number: number
  readonly minutes: number
  readonly euros: Range
  readonly indicators: readonly Indicator[]
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
}

const both = (en: string, de: string): Text => ({ en, de })
const text = (en: string, de: string) => ({ kind: 'text', label: both(en, de) }) as const
const fixed = (en: string, de: string) => ({ kind: 'text', label: both(en, de), fixed: true }) as const
const texts = (en: string, de: string) => ({ kind: 'texts', label: both(en, de) }) as const
const moment = (en: string, de: string) => ({ kind: 'moment', label: both(en, de) }) as const
const flag = (en: string, de: string) => ({ kind: 'flag', label: both(en, de) }) as const

const levels = {
  low: both('low', 'niedrig'),
  medium: both('medium', 'mittel'),
  high: both('high', 'hoch'),
  critical: both('critical', 'kritisch'),
} as const
const threats = {
  'system-failure': both('system failure', 'Systemversagen'),
  natural: both('natural phenomenon', 'Naturereignis'),
  'human-error': both('human error', 'menschlicher Fehler'),
  malicious: both('malicious action', 'böswillige Handlung'),
  'third-party': both('failure of a third party', 'Versagen eines Dritten'),
} as const
const statuses = {
  suspected: both('suspected', 'Verdacht'),
  ongoing: both('ongoing', 'andauernd'),
  contained: both('contained', 'eingedämmt'),
  resolved: both('resolved', 'behoben'),
} as const
const classes = {
  essential: both('essential entity', 'besonders wichtige Einrichtung'),
  important: both('important entity', 'wichtige Einrichtung'),
  out: both('not covered', 'nicht erfasst'),
} as const

export const reportFields = {
  'entity.legalName': fixed('Name of the entity', 'Name der Einrichtung'),
  'entity.registrationNo': fixed('Registration number', 'Registernummer'),
  'entity.class': {
    kind: 'word',
    words: classes,
    label: both('Class of the entity', 'Kategorie der Einrichtung'),
    fixed: true,
  },
  'entity.sector': fixed('Sector', 'Sektor'),
  'entity.subsector': text('Subsector', 'Teilsektor'),
  'entity.otherSectors': texts('Other sectors', 'Weitere Sektoren'),
  'entity.address': fixed('Address', 'Anschrift'),
  'entity.memberStates': texts('Member states of operation', 'Mitgliedstaaten der Tätigkeit'),
  'entity.mainEstablishment': text('Main establishment', 'Hauptniederlassung'),
  'notifier.name': fixed('Name of the notifier', 'Name der meldenden Person'),
  'notifier.role': fixed('Function of the notifier', 'Funktion der meldenden Person'),
  'notifier.email': fixed('E-mail', 'E-Mail'),
  'notifier.phone': fixed('Telephone', 'Telefon'),
  'notifier.availability': text('Availability', 'Erreichbarkeit'),
  'notifier.isContact': flag('Notifier is the contact', 'Meldende Person ist Ansprechpartner'),
  'notifier.deputy': text('Deputy', 'Vertretung'),
  'notifier.mandate': text('Reports on behalf, by mandate', 'Meldet im Auftrag, Vollmacht'),
  'meta.ownRef': fixed('Our reference', 'Unser Zeichen'),
  'meta.authorityRef': text('Reference of the authority', 'Zeichen der Behörde'),
  'meta.voluntary': flag('Voluntary report', 'Freiwillige Meldung'),
  'meta.significant': flag('Significant incident', 'Erheblicher Vorfall'),
  'meta.tlp': text('Confidentiality (TLP)', 'Vertraulichkeit (TLP)'),
  'meta.previousReports': texts('Earlier reports', 'Frühere Meldungen'),
  'time.detectedAt': moment('First detected', 'Zuerst erkannt'),
  'time.awareAt': moment('Became aware', 'Kenntnis erlangt'),
  'time.classifiedAt': moment('Classified', 'Eingestuft'),
  'time.startedAt': moment('Presumed start', 'Vermuteter Beginn'),
  'time.endedAt': moment('End', 'Ende'),
  'time.ongoing': flag('Still ongoing', 'Dauert noch an'),
  'time.expectedRecoveryAt': moment('Recovery expected', 'Wiederherstellung erwartet'),
  'time.paymentAt': moment('Ransom paid', 'Lösegeld gezahlt'),
  'nature.title': text('Title', 'Titel'),
  'nature.summary': text('What happened', 'Was geschehen ist'),
  'nature.suspectedMalicious': flag(
    'Suspected to be unlawful or malicious',
    'Verdacht auf rechtswidrige oder böswillige Handlung',
  ),
  'nature.threatType': { kind: 'word', words: threats, label: both('Type of threat', 'Art der Bedrohung') },
  'nature.attackTechniques': texts('Techniques of attack', 'Angriffstechniken'),
  'nature.initialVector': text('First way in', 'Erster Zugangsweg'),
  'nature.detectionMethod': text('How it was found', 'Wie er erkannt wurde'),
  'nature.status': { kind: 'word', words: statuses, label: both('Status', 'Status') },
  'nature.criteriaMet': texts('Criteria that are met', 'Erfüllte Kriterien'),
  'impact.services': texts('Services affected', 'Betroffene Dienste'),
  'impact.processes': texts('Processes affected', 'Betroffene Prozesse'),
  'impact.sites': texts('Sites affected', 'Betroffene Standorte'),
  'impact.otSystems': texts('Control systems affected', 'Betroffene Steuerungssysteme'),
  'impact.safetyRelated': flag('Safety-related systems affected', 'Sicherheitsgerichtete Systeme betroffen'),
  'impact.properties': texts('Properties affected', 'Betroffene Schutzziele'),
  'impact.severity': { kind: 'word', words: levels, label: both('Severity', 'Schwere') },
  'impact.usersAffected': { kind: 'number', label: both('Users affected', 'Betroffene Nutzer') },
  'impact.usersShare': {
    kind: 'number',
    label: both('Share of users affected, percent', 'Anteil betroffener Nutzer, Prozent'),
  },
  'impact.durationMin': { kind: 'minutes', label: both('Duration of the disruption', 'Dauer der Störung') },
  'impact.geoArea': text('Area affected', 'Betroffenes Gebiet'),
  'impact.financialEstimate': { kind: 'euros', label: both('Loss, estimated', 'Geschätzter Schaden') },
  'impact.safetyOrEnvironment': text('Effects on people or environment', 'Folgen für Menschen oder Umwelt'),
  'impact.personalData': flag('Personal data affected', 'Personenbezogene Daten betroffen'),
  'impact.dataCategories': texts('Categories of personal data', 'Kategorien personenbezogener Daten'),
  'impact.personsAffected': { kind: 'number', label: both('Persons concerned', 'Betroffene Personen') },
  'impact.recordsAffected': { kind: 'number', label: both('Records concerned', 'Betroffene Datensätze') },
  'impact.consequences': text('Likely consequences', 'Wahrscheinliche Folgen'),
  'impact.tradeSecrets': flag('Trade secrets taken', 'Geschäftsgeheimnisse abgeflossen'),
  'impact.thirdParties': texts('Third parties affected', 'Betroffene Dritte'),
  'impact.supplyChain': text('Effect on the supply chain', 'Wirkung auf die Lieferkette'),
  'impact.continuity': flag('Business continuity activated', 'Notfallplan aktiviert'),
  'crossBorder.possible': flag('Effects across borders possible', 'Grenzüberschreitende Auswirkungen möglich'),
  'crossBorder.memberStates': texts('Member states concerned', 'Betroffene Mitgliedstaaten'),
  'crossBorder.why': text('Why across borders', 'Begründung dazu'),
  'product.name': fixed('Product', 'Produkt'),
  'product.version': text('Versions', 'Versionen'),
  'product.kind': text('Kind of report', 'Art der Meldung'),
  'product.userMeasures': text('What users can do', 'Was Nutzer tun können'),
  indicators: { kind: 'indicators', label: both('Indicators of compromise', 'Kompromittierungsindikatoren') },
  'measures.taken': text('Measures taken', 'Ergriffene Maßnahmen'),
  'measures.ongoing': text('Measures under way', 'Laufende Maßnahmen'),
  'measures.planned': text('Measures planned', 'Geplante Maßnahmen'),
  'measures.supportRequested': text('Support asked for', 'Erbetene Unterstützung'),
  'measures.lawEnforcement': text('Police', 'Strafverfolgung'),
  'measures.publicCommunication': text('Public statement', 'Öffentliche Mitteilung'),
  'measures.personsTold': text('Persons told', 'Benachrichtigung der Betroffenen'),
  'rootCause.likely': text('Likely root cause', 'Wahrscheinliche Ursache'),
  'rootCause.evidence': text('Evidence for it', 'Belege dafür'),
  'rootCause.confidence': {
    kind: 'word',
    words: levels,
    label: both('Confidence in it', 'Sicherheit der Einschätzung'),
  },
  'lessons.text': text('Lessons', 'Lehren'),
  'lessons.actions': texts('Actions that follow', 'Folgemaßnahmen'),
  'payment.amount': text('Payment: amount and kind', 'Zahlung: Betrag und Art'),
  attachments: { kind: 'files', label: both('Attachments', 'Anlagen') },
} as const satisfies Readonly<Record<string, Field>>

export type FieldId = keyof typeof reportFields
export const fieldIds = Object.keys(reportFields) as readonly FieldId[]

/** What a field is called, and how its value is read. */
export const fieldOf = (id: FieldId): Field => reportFields[id]

type ValueOf<F> = F extends { readonly words: infer W }
  ? keyof W & string
  : F extends { readonly kind: infer K extends keyof Values }
    ? Values[K]
    : never

/** Where a statement comes from: an artefact of the incident, or the person who wrote it. `at` is µs. */
export type Source =
  | { readonly kind: 'artefact'; readonly id: string }
  | { readonly kind: 'author'; readonly by: string; readonly at: number }

/** Equal for sources that are the same. */
export const sourceKey = (source: Source): string =>
  source.kind === 'artefact' ? `artefact ${source.id}` : `author ${source.at} ${source.by}`

/** Null: somebody said that it is not known. */
export type Stated<T> = { readonly value: T | null; readonly source: Source }

/** What is known for a report. A field that is not there was answered by nobody. */
export type ReportFacts = { readonly [F in FieldId]?: Stated<ValueOf<(typeof reportFields)[F]>> }
