// How each fact is said in the text of a report. `{}` is its value.
import type { Text } from '../../reading/text.ts'
import type { FieldId } from '../fields.ts'

/** What can be answered with yes or no has a sentence for each, and one for not knowing. */
export type Saying = { readonly said: Text } | { readonly yes: Text; readonly no: Text; readonly unknown: Text }
export type SectionPlan = {
  readonly key: string
  readonly title: Text
  readonly says: readonly (readonly [FieldId, Saying])[]
}

const said = (en: string, de: string): Saying => ({ said: { en, de } })
const asked = (yes: [string, string], no: [string, string], unknown: [string, string]): Saying => {
  const [y, n, u] = [yes, no, unknown].map(([en, de]) => ({ en, de })) as [Text, Text, Text]
  return { yes: y, no: n, unknown: u }
}

export const plan: readonly SectionPlan[] = [
  {
    key: 'events',
    title: { en: 'What happened', de: 'Was geschehen ist' },
    says: [
      ['nature.summary', said('{}', '{}')],
      ['time.detectedAt', said('It was first detected on {}.', 'Erstmals erkannt wurde er am {}.')],
      ['time.awareAt', said('The entity became aware of it on {}.', 'Die Einrichtung erlangte am {} Kenntnis.')],
      ['time.classifiedAt', said('It was classified on {}.', 'Eingestuft wurde er am {}.')],
      ['time.startedAt', said('It presumably began on {}.', 'Vermutlich begann er am {}.')],
      ['time.endedAt', said('It ended on {}.', 'Er endete am {}.')],
      [
        'time.ongoing',
        asked(
          ['The incident is still going on.', 'Der Vorfall dauert an.'],
          ['The incident is over.', 'Der Vorfall ist beendet.'],
          [
            'Whether the incident is over is not known at this time.',
            'Ob der Vorfall beendet ist, ist derzeit nicht bekannt.',
          ],
        ),
      ],
      [
        'time.expectedRecoveryAt',
        said('Recovery is expected on {}.', 'Mit der Wiederherstellung wird am {} gerechnet.'),
      ],
      ['nature.status', said('Its status is: {}.', 'Sein Status ist: {}.')],
      ['nature.detectionMethod', said('How it was found: {}', 'Wie er erkannt wurde: {}')],
      ['time.paymentAt', said('A ransom was paid on {}.', 'Am {} wurde Lösegeld gezahlt.')],
      ['payment.amount', said('Amount and kind of the payment: {}', 'Betrag und Art der Zahlung: {}')],
    ],
  },
  {
    key: 'cause',
    title: { en: 'Cause', de: 'Ursache' },
    says: [
      [
        'nature.suspectedMalicious',
        asked(
          [
            'It is suspected to be caused by unlawful or malicious acts.',
            'Es besteht der Verdacht auf rechtswidrige oder böswillige Handlungen.',
          ],
          [
            'Unlawful or malicious acts are not suspected.',
            'Es besteht kein Verdacht auf rechtswidrige oder böswillige Handlungen.',
          ],
          [
            'Whether unlawful or malicious acts caused it is not known at this time.',
            'Ob rechtswidrige oder böswillige Handlungen ihn verursacht haben, ist derzeit nicht bekannt.',
          ],
        ),
      ],
      ['nature.threatType', said('The type of threat is: {}.', 'Art der Bedrohung: {}.')],
      ['nature.attackTechniques', said('Techniques that were observed: {}.', 'Beobachtete Techniken: {}.')],
      ['nature.initialVector', said('The first way in: {}', 'Der erste Zugangsweg: {}')],
      ['nature.criteriaMet', said('Criteria that are met: {}.', 'Erfüllte Kriterien: {}.')],
      ['rootCause.likely', said('The likely root cause: {}', 'Die wahrscheinliche Ursache: {}')],
      ['rootCause.evidence', said('Evidence for it: {}', 'Belege dafür: {}')],
      ['rootCause.confidence', said('Confidence in this cause is {}.', 'Die Sicherheit dieser Einschätzung ist {}.')],
    ],
  },
  {
    key: 'impact',
    title: { en: 'Severity and impact', de: 'Schwere und Auswirkungen' },
    says: [
      ['impact.severity', said('The severity is {}.', 'Die Schwere ist {}.')],
      ['impact.services', said('Services affected: {}.', 'Betroffene Dienste: {}.')],
      ['impact.processes', said('Processes affected: {}.', 'Betroffene Prozesse: {}.')],
      ['impact.sites', said('Sites affected: {}.', 'Betroffene Standorte: {}.')],
      ['impact.otSystems', said('Control systems affected: {}.', 'Betroffene Steuerungssysteme: {}.')],
      [
        'impact.safetyRelated',
        asked(
          ['Safety-related systems are affected.', 'Sicherheitsgerichtete Systeme sind betroffen.'],
          ['Safety-related systems are not affected.', 'Sicherheitsgerichtete Systeme sind nicht betroffen.'],
          [
            'Whether safety-related systems are affected is not known at this time.',
            'Ob sicherheitsgerichtete Systeme betroffen sind, ist derzeit nicht bekannt.',
          ],
        ),
      ],
      [
        'impact.safetyOrEnvironment',
        said('Effects on people or the environment: {}', 'Folgen für Menschen oder Umwelt: {}'),
      ],
      ['impact.properties', said('Properties affected: {}.', 'Betroffene Schutzziele: {}.')],
      ['impact.usersAffected', said('Users affected: {}.', 'Betroffene Nutzer: {}.')],
      ['impact.usersShare', said('This is {} percent of the users.', 'Das sind {} Prozent der Nutzer.')],
      ['impact.durationMin', said('The disruption has lasted {}.', 'Die Störung dauerte bisher {}.')],
      ['impact.geoArea', said('Area affected: {}', 'Betroffenes Gebiet: {}')],
      ['impact.financialEstimate', said('The loss is estimated at {}.', 'Der Schaden wird auf {} geschätzt.')],
      [
        'impact.personalData',
        asked(
          ['Personal data is affected.', 'Personenbezogene Daten sind betroffen.'],
          ['Personal data is not affected.', 'Personenbezogene Daten sind nicht betroffen.'],
          [
            'Whether personal data is affected is not known at this time.',
            'Ob personenbezogene Daten betroffen sind, ist derzeit nicht bekannt.',
          ],
        ),
      ],
      [
        'impact.tradeSecrets',
        asked(
          ['Trade secrets were taken.', 'Geschäftsgeheimnisse sind abgeflossen.'],
          ['Trade secrets were not taken.', 'Geschäftsgeheimnisse sind nicht abgeflossen.'],
          [
            'Whether trade secrets were taken is not known at this time.',
            'Ob Geschäftsgeheimnisse abgeflossen sind, ist derzeit nicht bekannt.',
          ],
        ),
      ],
      ['impact.thirdParties', said('Third parties affected: {}.', 'Betroffene Dritte: {}.')],
      ['impact.supplyChain', said('Effect on the supply chain: {}', 'Wirkung auf die Lieferkette: {}')],
      ['impact.dataCategories', said('Categories of personal data: {}.', 'Kategorien personenbezogener Daten: {}.')],
      ['impact.personsAffected', said('Persons concerned: {}.', 'Betroffene Personen: {}.')],
      ['impact.recordsAffected', said('Records concerned: {}.', 'Betroffene Datensätze: {}.')],
      ['impact.consequences', said('Likely consequences: {}', 'Wahrscheinliche Folgen: {}')],
      [
        'impact.continuity',
        asked(
          ['The business continuity plan was activated.', 'Der Notfallplan wurde aktiviert.'],
          ['The business continuity plan was not activated.', 'Der Notfallplan wurde nicht aktiviert.'],
          [
            'Whether the business continuity plan was activated is not known at this time.',
            'Ob der Notfallplan aktiviert wurde, ist derzeit nicht bekannt.',
          ],
        ),
      ],
    ],
  },
  {
    key: 'product',
    title: { en: 'Product', de: 'Produkt' },
    says: [
      ['product.kind', said('Kind of report: {}', 'Art der Meldung: {}')],
      ['product.name', said('Product: {}', 'Produkt: {}')],
      ['product.version', said('Versions: {}', 'Versionen: {}')],
      ['product.userMeasures', said('What users can do: {}', 'Was Nutzer tun können: {}')],
    ],
  },
  {
    key: 'borders',
    title: { en: 'Effects across borders', de: 'Grenzüberschreitende Auswirkungen' },
    says: [
      [
        'crossBorder.possible',
        asked(
          ['Effects in other member states are possible.', 'Auswirkungen in anderen Mitgliedstaaten sind möglich.'],
          [
            'Effects in other member states are not expected.',
            'Auswirkungen in anderen Mitgliedstaaten werden nicht erwartet.',
          ],
          [
            'Whether other member states are concerned is not known at this time.',
            'Ob andere Mitgliedstaaten betroffen sind, ist derzeit nicht bekannt.',
          ],
        ),
      ],
      ['crossBorder.memberStates', said('Member states concerned: {}.', 'Betroffene Mitgliedstaaten: {}.')],
      ['crossBorder.why', said('Reason: {}', 'Begründung: {}')],
    ],
  },
  {
    key: 'indicators',
    title: { en: 'Indicators of compromise', de: 'Kompromittierungsindikatoren' },
    says: [['indicators', said('{}', '{}')]],
  },
  {
    key: 'measures',
    title: { en: 'Measures', de: 'Maßnahmen' },
    says: [
      ['measures.taken', said('Taken: {}', 'Ergriffen: {}')],
      ['measures.ongoing', said('Under way: {}', 'Laufend: {}')],
      ['measures.planned', said('Planned: {}', 'Geplant: {}')],
      ['measures.supportRequested', said('Support asked for: {}', 'Erbetene Unterstützung: {}')],
      ['measures.lawEnforcement', said('Police: {}', 'Strafverfolgung: {}')],
      ['measures.publicCommunication', said('Public statement: {}', 'Öffentliche Mitteilung: {}')],
      ['measures.personsTold', said('Persons told: {}', 'Benachrichtigung der Betroffenen: {}')],
    ],
  },
  {
    key: 'lessons',
    title: { en: 'Lessons', de: 'Lehren' },
    says: [
      ['lessons.text', said('{}', '{}')],
      ['lessons.actions', said('Actions that follow: {}.', 'Folgemaßnahmen: {}.')],
    ],
  },
]
