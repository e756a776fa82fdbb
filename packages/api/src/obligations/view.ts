// The obligations of an incident as the console shows them. Everything is computed from the record, so that a restart
// changes nothing.
import {
  appliesTo,
  clocksOf,
  type Language,
  type Obligation,
  type ObligationTemplate,
  type ReportStage,
  type StageClock,
  significanceOf,
  signoffOf,
  startedIn,
  templateName,
} from '@nautilus/response'
import type { Laws } from '../port.ts'
import { type Case, obligationIn } from './case.ts'

export const languagesOfReports = ['en', 'de'] as const satisfies readonly Language[]

const dayOf = (at: number): string => new Date(at / 1000).toISOString().slice(0, 10)

/** When the questions were put: with the first obligation, else with the incident. */
export const askedAt = ({ entries, incident }: Case): number => startedIn(entries)[0]?.at ?? incident.opened

export function viewOf(one: Case, laws: Laws, now: number): object {
  const { entries, entity, answers, incident } = one
  const started = startedIn(entries).map(({ act }) => act.obligation)
  const decided = entries.findLast(({ act }) => act.kind === 'significance-decided')
  return {
    seq: one.seq,
    aware: incident.aware,
    timeZone: entity?.is.timeZone ?? one.siteZone,
    entity: entity?.is ?? null,
    candidates: one.templates.inForce.map(template => candidateOf(template, one, started)),
    started: started.map(id => obligationView(one, id, now)),
    facts: [...laws.common.facts].map(([name, { kind, label }]) => ({
      ...{ name, kind, label },
      answer: answers.has(name) ? answers.get(name) : null,
    })),
    questions: laws.common.questions,
    decided: decided?.act.kind === 'significance-decided' ? { by: decided.by, at: decided.at, ...decided.act } : null,
    reviews: incident.reviews,
    attachments: incident.attachments,
  }
}

function candidateOf(template: ObligationTemplate, one: Case, started: readonly string[]): object {
  const { id, version, regime, jurisdiction, title, legalRefs, authority } = template
  return {
    ...{ id, version, regime, jurisdiction, title, legalRefs, authority },
    ...appliesTo(template, one.facts, dayOf(one.incident.opened)),
    started: started.includes(id),
  }
}

function obligationView(one: Case, id: string, now: number): object {
  const obligation = obligationIn(one, id)
  const { template, timeZone } = obligation
  const clocks = clocksOf(obligation, one.facts, now)
  return {
    ...{ id, version: template.version, name: templateName(template), title: template.title, timeZone },
    authority: template.authority,
    legalRefs: template.legalRefs,
    sources: template.sources,
    significance: significanceOf(template, one.facts, { askedAt: askedAt(one), at: now }),
    clocks: clocks.map(clockView),
    stages: template.stages.map(stage => stageView(one, obligation, stage)),
    ignored: obligation.ignored,
  }
}

export const clockView = ({ stage, ...clock }: StageClock) => ({ stage: stage.key, label: stage.label, ...clock })

function stageView(one: Case, { template, submissions, requests }: Obligation, stage: ReportStage): object {
  const { key, kind, label, note, certainty, languages, onRequest, instead, requires } = stage
  const drafts = one.drafts.filter(draft => draft.obligation === template.id && draft.stage === key)
  return {
    ...{ key, kind, label, note, certainty, languages, onRequest, requires },
    instead: instead?.of ?? null,
    signoff: stage.signoff,
    ...signoffOf(one.entries, template.id, stage),
    drafts: drafts.map(({ version, hash, madeBy, madeAt, document }) => ({
      ...{ version, hash, madeBy, madeAt, language: document.language, missing: document.missing.length },
    })),
    submissions: submissions.get(key) ?? [],
    requests: requests.filter(request => request.stage === key),
  }
}
