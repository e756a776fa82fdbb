// What people may do in an incident, as the API takes it. Whether it may be is asked of the incident itself.
import { duties, linkedKinds, outcomes, states } from '@nautilus/response'
import { type TProperties, Type } from 'typebox'
import { id as anyId, SitePath } from './schemas.ts'

export const IncidentPath = Type.Object({ ...SitePath.properties, incident: anyId })

/** NUL and half characters are refused for every route. */
const text = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength })
const id = text(300)
const note = Type.Optional(text(10_000, 0))
const reason = text(10_000)
const Moment = Type.Number({ description: 'µs since 1970-01-01 UTC', minimum: 0, maximum: 8.64e18 })
const oneOf = (words: readonly string[]) => Type.Union(words.map(word => Type.Literal(word)))

const act = <P extends TProperties>(kind: string, properties: P) =>
  Type.Object({ kind: Type.Literal(kind), ...properties }, { additionalProperties: false })

const stage = { obligation: id, stage: id }

/** Without those that are the program's, those that concern two incidents, and those of reports: they have their own routes. */
export const Act = Type.Union([
  act('titled', { title: text(300) }),
  act('state-changed', {
    to: oneOf(states),
    reason,
    outcome: Type.Optional(oneOf(outcomes.filter(outcome => outcome !== 'merged'))),
    option: Type.Optional(id),
  }),
  act('assigned', { to: Type.Union([id, Type.Null()]) }),
  act('commented', { text: text(10_000) }),
  act('watched', { subject: id, until: Type.Union([Moment, Type.Null()]), reason }),
  act('unwatched', { subject: id }),
  act('linked', { what: oneOf(linkedKinds), id, note: text(10_000, 0) }),
  act('unlinked', { what: oneOf(linkedKinds), id }),
  act('playbook-started', { playbook: id, version: id }),
  act('step-done', { step: id, note }),
  act('fact-answered', { fact: id, answer: text(10_000), note: text(10_000, 0) }),
  act('decision-answered', { decision: id, outcome: id, note }),
  act('option-chosen', { option: id, note }),
  act('option-approved', { option: id, note }),
  act('approval-withdrawn', { option: id, reason }),
  act('override-asked', { option: id, facts: Type.Array(id, { maxItems: 200 }), reason }),
  act('override-confirmed', { option: id, reason }),
  act('escalation-started', { policy: id, reason }),
  act('escalation-stopped', { reason }),
  act('acknowledged', { page: Type.Union([id, Type.Null()]) }),
  act('aware-set', { at: Moment, reason }),
  act('moment-set', {
    anchor: oneOf(['detectedAt', 'classifiedAt', 'requestedAt', 'handledAt', 'paymentAt', 'fixAvailableAt']),
    obligation: Type.Union([id, Type.Null()]),
    at: Moment,
    reason,
  }),
  act('significance-answered', { question: id, answer: text(10_000), note: text(10_000, 0) }),
  act('stage-requested', { ...stage, at: Moment, due: Type.Union([Moment, Type.Null()]) }),
  act('alternative-chosen', { ...stage, reason }),
  act('reviewed', {
    text: text(10_000),
    lessons: Type.Array(text(10_000), { maxItems: 200 }),
    actions: Type.Array(text(10_000), { maxItems: 200 }),
    wentWell: Type.Optional(Type.Array(text(10_000), { maxItems: 200 })),
  }),
  act('reported', {
    text: text(10_000),
    severity: oneOf(['recorded', 'low', 'medium', 'high', 'critical']),
    assets: Type.Array(id, { maxItems: 200 }),
  }),
  act('action-agreed', {
    action: id,
    text: text(10_000),
    owner: Type.Union([id, Type.Null()]),
    due: Type.Union([Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }), Type.Null()]),
  }),
  act('action-done', { action: id, note: text(10_000, 0) }),
])

export const DutyName = oneOf(duties)
