// Every sentence that the package can say is there, in both languages, with what goes into it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate, type RiskAsset, type RiskFacts, replaced, scenarioKinds } from '@nautilus/risk'
import { describe, expect, test } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))
type Messages = { readonly [key: string]: string | Messages }
const read = (language: string): Messages =>
  JSON.parse(readFileSync(join(project, `apps/console/src/messages/${language}.json`), 'utf8'))
const textAt = (messages: Messages, path: string): string | undefined => {
  const found = path
    .split('.')
    .reduce<string | Messages | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), messages)
  return typeof found === 'string' ? found : undefined
}

const asset = (id: string, role: string, process: string | null, vendor: string | null = 'Acme'): RiskAsset => ({
  ...{ id, label: id, role, criticality: null, safety: false, process, vendor },
  protocols: ['modbus server', 'smb client'],
})
const process = (name: string, more: object = {}) => ({
  ...{ name, safetyClass: null, costPerHour: 10, currency: 'EUR', redundant: false },
  ...more,
})
const way = (to: string, origin: 'outside' | 'office') =>
  ({ from: 'x', to, origin, shortest: true, steps: [] }) as RiskFacts['paths'][number]

/** Together they make every branch of the generator speak. */
const rich: RiskFacts = {
  processes: [
    process('A', { safetyClass: 'SIL 2' }),
    process('B', { redundant: true }),
    process('C'),
    process('D', { costPerHour: null }),
    process('E', { currency: 'USD' }),
    process('F'),
    process('H'),
  ],
  assets: [
    ...[asset('a', 'controller', 'A'), asset('ah', 'HMI', 'A'), asset('b', 'controller', 'B')],
    ...[asset('bh', 'HMI', 'B'), asset('c', 'controller', 'C'), asset('ews', 'engineering workstation', null)],
    { ...asset('h', 'controller', 'H'), protocols: [] },
  ],
  paths: [way('a', 'outside'), way('b', 'office')],
  external: [],
  reach: ['a', 'b'].map(controller => ({
    ...{ controller, indirect: [] },
    direct: [{ asset: 'ews', protocols: [], verbs: [] }],
  })),
  weaknesses: [
    { asset: 'a', exploited: true },
    { asset: 'b', exploited: false },
  ],
  findings: [{ id: 'f', assets: ['a'] }],
  blind: 1,
  detect: { count: 9, median: 1, p90: 2, exercises: false },
  decide: { count: 9, median: 1, p90: 2, exercises: true },
  entity: { class: 'essential', turnover: null },
  today: '2026-03-01',
}
const many = Array.from({ length: 41 }, (_, at) => process(`P${at}`))
const poor: RiskFacts = {
  ...{ ...rich, weaknesses: null, entity: null, detect: null, decide: null, paths: [], findings: [] },
  processes: many,
  assets: [asset('p', 'controller', 'P0')],
}
const none: RiskFacts = { ...poor, processes: [] }

type Said = { readonly key: string; readonly values: Readonly<Record<string, string | number>> }
function said(): Map<string, Said> {
  const all = new Map<string, Said>()
  for (const facts of [rich, poor, none]) {
    const { book, measures, missing } = generate(facts)
    const known = { source: 'Finance', owner: null, confidence: 'low', by: 'ada', date: '2026-01-01' } as const
    const { inputs } = replaced(book, [{ input: 'time.decide', range: { kind: 'fixed', value: 1 }, ...known }])
    const add = (family: string, one: Said) => all.set(`${family}.${one.key}`, one)
    for (const input of [...book.inputs, ...inputs]) {
      add('input', input)
      add('source', input.source)
    }
    for (const plan of book.plans) for (const reason of plan.because) add('because', reason)
    for (const one of missing) add('missing', one)
    for (const measure of measures) {
      add('measure', { key: measure.kind, values: measure.values })
      add('source', measure.source)
    }
  }
  return all
}

describe.each(['en', 'de'])('%s', language => {
  const messages = read(language)

  test('has every sentence, and its gaps are filled', () => {
    const wrong = [...said()].flatMap(([name, { values }]) => {
      const text = textAt(messages, `money.${name}`)
      if (text === undefined) return [`${name}: missing`]
      const gaps = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, gap]) => gap!)
      return gaps.filter(gap => !(gap in values)).map(gap => `${name}: ${gap}`)
    })
    expect(wrong).toEqual([])
  })

  test('has no sentence that the package never says', () => {
    const known = new Set(said().keys())
    const flat = (at: string | Messages, path: string): string[] =>
      typeof at === 'string' ? [path] : Object.entries(at).flatMap(([name, more]) => flat(more, `${path}.${name}`))
    const money = messages.money as Messages
    const families = ['input', 'source', 'because', 'missing', 'measure']
    const told = families.flatMap(family => flat(money[family]!, family))
    expect(told.filter(name => !known.has(name))).toEqual([])
    expect(Object.keys(money.kind as Messages).sort()).toEqual([...scenarioKinds].sort())
  })
})
