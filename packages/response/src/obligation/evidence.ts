// What the record of an incident says for a report. What it does not say stays unsaid: nothing is made up.
import type { Entry } from '../incident/entry.ts'
import { assetsOf, type FollowUp, type Incident, since } from '../incident/incident.ts'
import type { Language } from '../reading/text.ts'
import { inLanguage } from '../reading/text.ts'
import { say } from '../sentences.ts'
import type { Answer } from './answers.ts'
import { momentText } from './calendar.ts'
import { entityStatements, type LegalEntity, without } from './entity.ts'
import type { Indicator, ReportFacts, Source } from './fields.ts'
import type { Obligation } from './obligation.ts'
import type { Significance } from './significance.ts'
import type { Anchor } from './template.ts'

export type Evidence = {
  readonly incident: Incident
  /** The record that it was folded from. */
  readonly entries: readonly Entry[]
  readonly siteName: string
  readonly entity: { readonly is: LegalEntity /** Names the revision. */; readonly source: Source } | null
  readonly obligation: Obligation
  readonly answers: ReadonlyMap<string, Answer>
  readonly significance: Significance | null
  readonly language: Language
}

/** An entry of the record, as reports name it. */
export const entrySource = (incident: string, place: number): Source => ({
  kind: 'artefact',
  id: `incident ${incident} entry ${place}`,
})

export function evidenceFacts(evidence: Evidence): ReportFacts {
  const { entity } = evidence
  return {
    ...(entity ? entityStatements(entity.is, entity.source) : {}),
    ...referenceFacts(evidence),
    ...timeFacts(evidence),
    ...natureFacts(evidence),
    ...impactFacts(evidence),
    ...answerFacts(evidence),
    ...measureFacts(evidence),
  }
}

type OfEvidence = (evidence: Evidence) => ReportFacts

const lastEntry = ({ incident, entries }: Evidence, is: (act: Entry['act']) => boolean): Source | null => {
  const place = entries.findLastIndex(({ act }) => is(act))
  return place < 0 ? null : entrySource(incident.id, place)
}

const referenceFacts: OfEvidence = evidence => {
  const { incident, obligation, entries } = evidence
  const own = entrySource(incident.id, 0)
  const decided = entries.findLast(({ act }) => act.kind === 'significance-decided')?.act
  const decidedBy = lastEntry(evidence, ({ kind }) => kind === 'significance-decided')
  const sentBy = lastEntry(evidence, act => act.kind === 'stage-submitted' && act.obligation === obligation.template.id)
  const sent = [...obligation.submissions].flatMap(([stage, all]) => all.map(one => ({ stage, ...one })))
  const receipt = sent.toSorted((a, b) => a.moment - b.moment).findLast(one => one.receipt !== null)?.receipt
  const isSettled = decided?.kind === 'significance-decided' && decided.outcome !== 'undecided'
  return without({
    'meta.ownRef': { value: incident.id, source: own },
    'meta.authorityRef': receipt && sentBy ? { value: receipt, source: sentBy } : undefined,
    'meta.significant':
      decidedBy && decided?.kind === 'significance-decided'
        ? { value: isSettled ? decided.outcome === 'report' : null, source: decidedBy }
        : undefined,
    'meta.previousReports': sentBy
      ? {
          value: sent.map(
            ({ stage, moment, receipt: got }) =>
              `${stage}, ${momentText(moment, obligation.timeZone)}${got ? `, ${got}` : ''}`,
          ),
          source: sentBy,
        }
      : undefined,
  })
}

/** Moments that people set go before those that were recorded. */
const timeFacts: OfEvidence = ({ incident, obligation }) => {
  const set = (anchor: Anchor) => {
    const found = obligation.moments.get(anchor)
    return found && { value: found.moment, source: { kind: 'author', by: found.by, at: found.at } as Source }
  }
  const first = incident.findings.toSorted((a, b) => a.finding.first - b.finding.first)[0]?.finding
  const isOver = over.has(incident.state)
  const changed: Source = {
    kind: 'artefact',
    id: `incident ${incident.id} state ${incident.state} since ${since(incident)}`,
  }
  return without({
    'time.detectedAt': set('detectedAt') ?? (first && { value: first.first, source: findingSource(first.id) }),
    'time.awareAt': set('awareAt'),
    'time.classifiedAt': set('classifiedAt'),
    'time.paymentAt': set('paymentAt'),
    'time.endedAt': set('handledAt'),
    'time.ongoing': { value: !isOver, source: changed },
    'nature.status': {
      value: isOver ? 'resolved' : incident.state === 'detected' ? 'suspected' : 'ongoing',
      source: changed,
    },
  })
}

const over: ReadonlySet<string> = new Set(['recovered', 'documented', 'closed'])

const findingSource = (id: string): Source => ({ kind: 'artefact', id: `finding ${id}` })

const natureFacts: OfEvidence = evidence => {
  const { incident, significance, language, obligation } = evidence
  const findings = incident.findings.map(({ finding }) => finding)
  const [first] = findings
  const titled = lastEntry(evidence, ({ kind }) => kind === 'titled')
  if (!first)
    return without({ 'nature.title': titled && incident.title ? { value: incident.title, source: titled } : undefined })
  const source = findingSource(first.id)
  const unique = (values: readonly string[]) => [...new Set(values)].sort()
  const rules = unique(findings.map(({ rule }) => rule)).join(', ')
  const method =
    language === 'de'
      ? `Passive Beobachtung des Steuerungsnetzes; Regeln: ${rules}`
      : `Passive observation of the control network; rules: ${rules}`
  const met = significance?.met.map(({ says, ref }) => `${inLanguage(says, language)} (${ref})`) ?? []
  const techniques = unique(findings.flatMap(({ techniques }) => techniques))
  return without({
    'nature.title': { value: incident.title, source: titled ?? source },
    'nature.summary': { value: summary(findings.map(({ title, why }) => why || title)), source },
    'nature.detectionMethod': { value: method, source },
    'nature.attackTechniques': techniques.length > 0 ? { value: techniques, source } : undefined,
    'nature.criteriaMet':
      met.length > 0
        ? {
            value: met,
            source: { kind: 'artefact', id: `template ${obligation.template.id}@${obligation.template.version}` },
          }
        : undefined,
    indicators: indicatorsOf(incident, source),
  })
}

/** Findings that are told in the summary; all are in the record. */
const MAX_TOLD = 5

const summary = (all: readonly string[]): string => {
  const told = [...new Set(all.filter(text => text.trim() !== ''))].slice(0, MAX_TOLD)
  return told.map(text => (/[.!?]$/.test(text) ? text : `${text}.`)).join(' ')
}

const ADDRESS = /^(\d{1,3}\.){3}\d{1,3}$|^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}$/i

/** Sources that are known by an address alone are devices that nobody declared. */
function indicatorsOf({ findings }: Incident, source: Source): ReportFacts['indicators'] | undefined {
  const value: Indicator[] = [
    ...new Map(
      findings.flatMap(({ finding }) =>
        finding.source !== null && ADDRESS.test(finding.source)
          ? [[finding.source, { type: 'ip', value: finding.source, context: finding.title }] as const]
          : [],
      ),
    ).values(),
  ]
  return value.length > 0 ? { value, source } : undefined
}

const impactFacts: OfEvidence = evidence => {
  const { incident, siteName, language } = evidence
  const source = lastEntry(evidence, ({ kind }) => kind === 'enriched')
  const [member] = incident.findings
  const seen = member ? findingSource(member.finding.id) : lastEntry(evidence, ({ kind }) => kind === 'reported')
  const enrichment = incident.enrichment
  const said = (topic: string) =>
    enrichment?.statements.filter(one => one.topic === topic).map(one => say(one.sentence, language)) ?? []
  const processes = [...new Set(enrichment?.cost.flatMap(({ processes: own }) => own) ?? [])].sort()
  const consequences = said('consequence').join(' ')
  return without({
    'impact.sites': { value: [siteName], source: entrySource(incident.id, 0) },
    'impact.otSystems': seen && assetsOf(incident).length > 0 ? { value: assetsOf(incident), source: seen } : undefined,
    'impact.processes': source && processes.length > 0 ? { value: processes, source } : undefined,
    'impact.consequences': source && consequences !== '' ? { value: consequences, source } : undefined,
    'impact.severity':
      seen && incident.severity !== 'recorded' ? { value: incident.severity, source: seen } : undefined,
  })
}

const answerFacts: OfEvidence = ({ answers }) => {
  const flag = (name: string) => {
    const found = answers.get(`answer.${name}`)
    return found && { value: typeof found.value === 'boolean' ? found.value : null, source: found.source }
  }
  const number = (name: string, times = 1) => {
    const found = answers.get(`answer.${name}`)
    return found && { value: typeof found.value === 'number' ? found.value * times : null, source: found.source }
  }
  const note = (name: string) => {
    const found = answers.get(`answer.${name}`)
    return found && found.note.trim() !== '' ? { value: found.note, source: found.source } : undefined
  }
  return without({
    'nature.suspectedMalicious': flag('malicious'),
    'crossBorder.possible': flag('crossBorder'),
    'crossBorder.why': note('crossBorder'),
    'impact.personalData': flag('personalData'),
    'impact.tradeSecrets': flag('tradeSecrets'),
    'impact.usersAffected': number('usersAffected'),
    'impact.usersShare': number('usersShare'),
    'impact.durationMin': number('hoursSoFar', 60),
  })
}

/** Whose it is stays in the room: reports go to authorities. */
const actionText = ({ text, due }: FollowUp): string => (due === null ? text : `${text} (${due})`)

const measureFacts: OfEvidence = evidence => {
  const { incident } = evidence
  const decisions = incident.decisions.map(({ option, reason }) => `${option}: ${reason}`)
  const steps = incident.run?.steps.map(({ step, note }) => (note === '' ? step : `${step} (${note})`)) ?? []
  const taken = [...decisions, ...steps]
  const did = lastEntry(
    evidence,
    act => act.kind === 'step-done' || (act.kind === 'state-changed' && act.to === 'decided'),
  )
  const review = incident.reviews.at(-1)
  const reviewed = lastEntry(evidence, ({ kind }) => kind === 'reviewed')
  const actions = [...(review?.actions ?? []), ...incident.actions.map(actionText)]
  const followed = lastEntry(evidence, ({ kind }) => kind === 'action-agreed') ?? reviewed
  const attached = lastEntry(evidence, ({ kind }) => kind === 'attached')
  return without({
    'measures.taken': did && taken.length > 0 ? { value: taken.join('; '), source: did } : undefined,
    'lessons.text':
      review && reviewed ? { value: [review.text, ...review.lessons].join(' '), source: reviewed } : undefined,
    'lessons.actions': followed && actions.length > 0 ? { value: actions, source: followed } : undefined,
    attachments: attached
      ? { value: incident.attachments.map(({ name, hash }) => ({ name, sha256: hash })), source: attached }
      : undefined,
  })
}
