// Drafts of reports: filled from the record, changed by people, kept version by version.
import {
  type DraftEdits,
  draftReport,
  editedReport,
  evidenceFacts,
  type Language,
  type Obligation,
  type ReportDocument,
  type ReportStage,
  significanceOf,
  statedBy,
} from '@nautilus/response'
import type { StoredDraft } from '@nautilus/store'
import { notFound } from '../problem.ts'
import { type Case, obligationIn } from './case.ts'
import { askedAt } from './view.ts'

export type Asked = { readonly obligation: string; readonly stage: string }

export function stageIn(one: Case, { obligation: id, stage: key }: Asked) {
  const obligation = obligationIn(one, id)
  const stage = obligation.template.stages.find(stage => stage.key === key)
  if (!stage) throw notFound('stage of this name')
  return { obligation, stage }
}

export const latestOf = (one: Case, { obligation, stage }: Asked): StoredDraft | null =>
  one.drafts.findLast(draft => draft.obligation === obligation && draft.stage === stage) ?? null

export type Wish = { readonly language: Language; readonly edits: DraftEdits; readonly now: number }

/** As things are now. */
export function drafted(
  one: Case,
  { obligation, stage }: { readonly obligation: Obligation; readonly stage: ReportStage },
  { language, edits, now }: Wish,
): ReportDocument {
  const { template, timeZone } = obligation
  const significance = significanceOf(template, one.facts, { askedAt: askedAt(one), at: now })
  const facts = evidenceFacts({
    ...{ incident: one.incident, entries: one.entries, siteName: one.siteName, entity: one.entity },
    ...{ obligation, answers: one.answers, significance, language },
  })
  const sent = obligation.submissions.get(stage.key)?.find(({ correction }) => !correction)
  const corrects = sent ? (sent.receipt ?? `${template.id} ${stage.key}`) : undefined
  const record = `incident ${one.incident.id}, ${one.seq} entries`
  const options = { template, stage, facts: statedBy(facts, edits), record, language, timeZone }
  return editedReport(draftReport(corrects === undefined ? options : { ...options, corrects }), edits)
}
