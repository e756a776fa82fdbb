// The form of an obligation file, and of the file that all obligations share.
import { duties } from '../duties.ts'
import {
  bothLanguages,
  clipped,
  duration,
  flag,
  listOf,
  mapOf,
  needed,
  optional,
  otherwise,
  prose,
  type Read,
  record,
  shaped,
  text,
  whole,
  word,
} from '../reading/read.ts'
import type { Tree } from '../reading/tree.ts'
import { fieldIds } from './fields.ts'
import {
  type Anchor,
  anchors,
  type Clock,
  certainties,
  fieldNeeds,
  regimes,
  type Stage,
  stageKinds,
} from './template.ts'

const id = shaped(/^[A-Za-z][\w-]{0,30}$/, 'final')
const date = shaped(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '2024-10-18')
const tree: Read<Tree> = one => one
const factName = shaped(/^(entity|incident|answer)\.[a-zA-Z]{1,40}$/, 'answer.malicious')

const question = record({
  id: needed(id),
  asks: needed(bothLanguages),
  who: needed(word(duties)),
  help: optional(text, null),
  fills: needed(listOf(factName)),
})
export const factKinds = ['flag', 'number', 'word', 'words'] as const

export const commonFile = record({
  facts: needed(mapOf(record({ kind: needed(word(factKinds)), label: needed(bothLanguages) }))),
  questions: needed(listOf(question)),
})
export type Common = NonNullable<ReturnType<typeof commonFile>>

const from: Read<Clock['from']> = (one, what, faults) => {
  const typed = one.kind === 'scalar' ? one.text : ''
  if (/^submitted:[A-Za-z][\w-]{0,30}$/.test(typed)) return typed as `submitted:${string}`
  const found: Anchor | undefined = anchors.find(anchor => anchor === typed)
  if (!found)
    faults.unknown(one.place, `${what} is \`${clipped(typed)}\``, typed, [...anchors, 'submitted:notification'])
  return found ?? null
}
const clock = record({
  from: needed(from),
  limit: needed(duration),
  submission: otherwise(word(['first', 'last']), 'first'),
})

const fields: Read<Stage['fields']> = (one, what, faults) => {
  const read = mapOf(word(fieldNeeds))(one, what, faults)
  const all = [...(read ?? [])].flatMap(([name, need]) => {
    const field = fieldIds.find(id => id === name)
    return field ? [{ field, need }] : []
  })
  for (const { key, place } of one.kind === 'map' ? one.entries : [])
    if (!fieldIds.some(id => id === key))
      faults.unknown(place, `There is no field \`${clipped(key)}\` of a report`, key, fieldIds)
  return read?.size === all.length ? all : null
}

/** Rules stay trees until the names that they may use are known. */
const stage = record({
  key: needed(id),
  kind: needed(word(stageKinds)),
  label: needed(bothLanguages),
  clocks: optional(listOf(clock), []),
  target: optional(duration, null),
  when: optional(tree, null),
  requires: optional(id, null),
  instead: optional(record({ of: needed(id), afterwards: needed(clock) }), null),
  onRequest: otherwise(flag, false),
  fields: needed(fields),
  languages: needed(listOf(shaped(/^[a-z]{2}$/, 'de'))),
  signoff: needed(listOf(word(duties))),
  certainty: needed(word(certainties)),
  note: optional(text, null),
})

const threshold = record({
  value: needed(whole(0, 1_000_000_000)),
  per: otherwise(whole(1, 1_000_000), 1),
  says: needed(bothLanguages),
  ref: needed(prose),
  certainty: needed(word(certainties)),
})

const criterion = record({
  id: needed(id),
  says: needed(bothLanguages),
  ref: needed(prose),
  binding: needed(flag),
  rule: needed(tree),
})

export const obligationFile = record({
  id: needed(shaped(/^[A-Z][A-Z0-9]{1,11}(-[A-Z0-9]{2,12})?$/, 'NIS2-DE')),
  version: needed(whole(1, 1_000_000)),
  regime: needed(word(regimes)),
  jurisdiction: needed(shaped(/^[A-Z]{2}$/, 'DE')),
  title: needed(bothLanguages),
  validFrom: optional(date, null),
  validTo: optional(date, null),
  legalRefs: needed(listOf(prose)),
  sources: needed(listOf(record({ what: needed(prose), certainty: needed(word(certainties)) }))),
  authority: needed(
    record({
      name: needed(prose),
      channel: needed(word(['portal', 'email', 'phone', 'api'])),
      url: optional(shaped(/^https:\/\/[\w.-]+(\/[\w./-]*)?$/, 'https://authority.example'), null),
      note: needed(text),
    }),
  ),
  appliesIf: needed(tree),
  thresholds: otherwise(mapOf(threshold), new Map()),
  significance: optional(
    record({
      criteria: needed(listOf(criterion)),
      exclusions: optional(listOf(criterion), []),
      deciders: needed(listOf(word(duties))),
      escalateAfter: needed(duration),
    }),
    null,
  ),
  stages: needed(listOf(stage)),
  notes: optional(listOf(text), []),
})
export type ObligationFile = NonNullable<ReturnType<typeof obligationFile>>
