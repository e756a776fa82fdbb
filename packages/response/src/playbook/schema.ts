// The form of a playbook file, and of the file that all playbooks share.
import { type Duty, duties } from '../duties.ts'
import {
  bothLanguages,
  duration,
  flag,
  listOf,
  mapOf,
  needed,
  optional,
  type Read,
  record,
  shaped,
  text,
  whole,
  word,
} from '../reading/read.ts'
import { csfIds } from './frameworks.ts'
import { answers, channels, effects, factSources, safetyClasses } from './playbook.ts'

const duty: Read<Duty> = word(duties)
const dutiesOf = listOf(duty)
const texts = listOf(text)
const level = whole(0, 4)
const id = shaped(/^[A-Za-z][\w-]{0,15}$/, 'F1')
const playbookId = shaped(/^[A-Z][A-Z0-9]{0,7}-\d{2,4}$/, 'PB-01')

const condition = record({ fact: needed(id), is: needed(listOf(word(answers))) })

const notify = record({
  duty: needed(duty),
  within: needed(duration),
  channels: needed(listOf(word(channels))),
  why: needed(text),
  if: optional(condition, null),
})

const fact = record({
  id: needed(id),
  question: needed(bothLanguages),
  source: needed(word(factSources)),
  key: optional(shaped(/^[a-z][a-zA-Z0-9.-]{0,40}$/, 'spread'), null),
  who: needed(duty),
  blocks: needed(flag),
  safety: needed(flag),
  why: needed(text),
})

const outcome = record({
  id: needed(id),
  label: needed(bothLanguages),
  next: needed(listOf(shaped(/^[\w:-]{1,40}$/, 'option:a'))),
})

const decision = record({
  id: needed(id),
  question: needed(bothLanguages),
  deciders: needed(dutiesOf),
  inputs: needed(listOf(id)),
  outcomes: needed(listOf(outcome, { least: 2 })),
})

const risk = record({
  safety: needed(level),
  availability: needed(level),
  quality: needed(level),
  equipment: needed(level),
  worst: needed(text),
  benefit: needed(text),
})

const approvalCode = shaped(/^[A-Z][A-Z0-9]{1,7}$/, 'OT1')
const extra = record({ when: needed(condition), need: needed(listOf(approvalCode)) })

const option = record({
  id: needed(id),
  effect: needed(word(effects)),
  title: needed(bothLanguages),
  who: needed(duty),
  steps: needed(texts),
  risk: needed(risk),
  reversible: needed(flag),
  rollback: needed(text),
  leadTime: needed(duration),
  preconditions: optional(texts, []),
  approval: needed(listOf(approvalCode)),
  approvalIf: optional(listOf(extra), []),
  reviewEvery: optional(duration, null),
})

const step = record({ id: needed(id), text: needed(text), who: needed(duty), csf: needed(listOf(word(csfIds))) })
const steps = needed(listOf(step))
const phases = record({
  preparation: steps,
  identification: steps,
  containment: steps,
  eradication: steps,
  recovery: steps,
  lessons: steps,
})

export const playbookFile = record({
  id: needed(playbookId),
  version: needed(whole(1, 1_000_000)),
  parent: optional(shaped(/^[A-Z][A-Z0-9]{0,7}-\d{2,4}@\d{1,7}$/, 'PB-01@1'), null),
  title: needed(bothLanguages),
  scenario: needed(bothLanguages),
  signs: needed(texts),
  techniques: needed(listOf(shaped(/^T\d{4}$/, 'T0843'))),
  safetyClass: needed(word(safetyClasses)),
  notify: needed(listOf(notify)),
  facts: needed(listOf(fact)),
  decisions: needed(listOf(decision)),
  options: needed(listOf(option)),
  forbidden: needed(texts),
  evidence: needed(listOf(record({ what: needed(text), who: needed(duty) }))),
  nis2: needed(record({ hints: needed(texts), startClockIf: needed(text) })),
  phases: needed(phases),
  exit: needed(texts),
  exerciseEvery: needed(duration),
})
export type PlaybookFile = Whole<typeof playbookFile>

const approval = record({
  says: needed(text),
  needs: needed(listOf(record({ anyOf: needed(dutiesOf) }))),
  informs: optional(dutiesOf, []),
  expires: needed(duration),
})

export const commonFile = record({
  facts: needed(listOf(fact)),
  approvals: needed(mapOf(approval)),
})
export type Common = Whole<typeof commonFile>

type Whole<R> = R extends Read<infer T> ? T : never
