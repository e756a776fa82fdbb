// Reads work orders: approved work, with its windows of time.
import type { Selector } from '@nautilus/detection'
import { type Verb, verbs } from '@nautilus/model'
import type { Node } from 'yaml'
import { momentOf } from './clock.ts'
import { timeZoneOf } from './read-site.ts'
import { durationOf, type Recurrence, recurrenceFault } from './recurrence.ts'
import { type Names, selectorsOf } from './selectors.ts'
import type { Yaml } from './yaml.ts'

/** A window as written: once, or again and again. µs. */
export type Span = { readonly from: number; readonly to: number } | Recurrence

export type OrderEntry = {
  readonly id: string
  readonly title: string
  readonly assets: readonly Selector[]
  readonly verbs: readonly Verb[] | null
  readonly sources: readonly Selector[] | null
  readonly tools: readonly string[] | null
  readonly person: string | null
  readonly spans: readonly Span[]
  readonly version?: number
}

const keys = ['id', 'title', 'assets', 'verbs', 'sources', 'tools', 'person', 'windows']

/** Throws a refusal that names every fault. */
export function readOrders(yaml: Yaml, names: Names, siteZone: string): OrderEntry[] {
  const top = yaml.fields(yaml.root, 'The file of work orders', ['time_zone', 'orders'])
  const timeZone = top.has('time_zone') ? timeZoneOf(yaml, top) : siteZone
  const orders = yaml.list(top.get('orders'), 'orders').map(node => orderOf(yaml, node, names, timeZone))
  const seen = new Set<string>()
  for (const { id, node } of orders) {
    if (seen.has(id)) yaml.fault(node, `There are two work orders \`${id}\`; give each an id of its own.`)
    seen.add(id)
  }
  yaml.check()
  return orders.map(({ node: _, ...order }) => order)
}

function orderOf(yaml: Yaml, node: Node, names: Names, timeZone: string): OrderEntry & { readonly node: Node } {
  const fields = yaml.fields(node, 'A work order', keys)
  const id = yaml.text(fields.get('id'), '`id`') ?? ''
  for (const needed of ['id', 'assets', 'windows'])
    if (!fields.has(needed)) yaml.fault(node, `Work order \`${id}\` needs \`${needed}\`.`)
  const given = <T>(name: string, value: T): T | null => (fields.has(name) ? value : null)
  const words = yaml.list(fields.get('verbs'), '`verbs`').flatMap(verb => yaml.word(verb, 'A verb', verbs) ?? [])
  return {
    node,
    id,
    title: yaml.text(fields.get('title'), '`title`') ?? id,
    assets: selectorsOf(yaml, fields.get('assets'), '`assets`', names),
    verbs: given('verbs', words),
    sources: given('sources', selectorsOf(yaml, fields.get('sources'), '`sources`', names)),
    tools: given(
      'tools',
      yaml.texts(fields.get('tools'), '`tools`').map(({ text }) => text),
    ),
    person: yaml.text(fields.get('person'), '`person`'),
    spans: yaml.list(fields.get('windows'), '`windows`').flatMap(item => spanOf(yaml, item, timeZone) ?? []),
  }
}

function spanOf(yaml: Yaml, node: Node, timeZone: string): Span | null {
  const fields = yaml.fields(node, 'A window', ['from', 'to', 'repeat', 'duration'])
  const from = timeOf(yaml, fields.get('from'), node, timeZone)
  if (from === null) return null
  if (fields.has('repeat')) return repeated(yaml, fields, node, from, timeZone)
  if (fields.has('duration')) {
    const length = lengthOf(yaml, fields.get('duration'))
    return length === null ? null : { from, to: from + length }
  }
  if (!fields.has('to')) yaml.fault(node, 'A window needs `to`, or a `duration`.')
  const to = fields.has('to') ? timeOf(yaml, fields.get('to'), node, timeZone) : null
  if (to === null) return null
  if (to > from) return { from, to }
  yaml.fault(fields.get('to'), 'The window ends before it begins; put `to` after `from`.')
  return null
}

function repeated(
  yaml: Yaml,
  fields: ReadonlyMap<string, Node>,
  node: Node,
  from: number,
  timeZone: string,
): Recurrence | null {
  const rule = yaml.text(fields.get('repeat'), '`repeat`')
  if (!fields.has('duration')) yaml.fault(node, 'A window that repeats needs a `duration`, as `4 h`.')
  if (fields.has('to')) yaml.fault(fields.get('to'), 'A window that repeats has a `duration`, not `to`.')
  const length = fields.has('duration') ? lengthOf(yaml, fields.get('duration')) : null
  if (rule === null || length === null) return null
  const recurrence = { rule, start: from, timeZone, length }
  const fault = recurrenceFault(recurrence)
  if (fault === null) return recurrence
  yaml.fault(
    fields.get('repeat'),
    `\`repeat\` is no recurrence rule (RFC 5545): ${fault}. Write \`FREQ=WEEKLY;BYDAY=MO\`.`,
  )
  return null
}

function timeOf(yaml: Yaml, node: Node | undefined, window: Node, timeZone: string): number | null {
  if (!node) yaml.fault(window, 'A window needs `from`: a time as `2026-01-12 02:00`.')
  const text = yaml.text(node, 'A time')
  if (text === null) return null
  const moment = momentOf(text, timeZone)
  if (moment === null) yaml.fault(node, `\`${text}\` is no time; write it as \`2026-01-12 02:00\`.`)
  return moment
}

function lengthOf(yaml: Yaml, node: Node | undefined): number | null {
  const text = yaml.text(node, '`duration`')
  if (text === null) return null
  const length = durationOf(text)
  if (length === null) yaml.fault(node, `\`${text}\` is no duration; write \`90 min\`, \`4 h\` or \`2 d\`.`)
  return length
}
