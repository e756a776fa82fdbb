// What rules remember outlives the program: it is plain data, and a rule that goes on from a copy says the same.
import { deserialize, serialize } from 'node:v8'
import { expect, test } from 'vitest'
import { stranger } from '../src/examples.ts'
import {
  Baseline,
  type Context,
  defineRule,
  Engine,
  type Event,
  type Example,
  isSavedEngine,
  loadRules,
  type Match,
  type Rule,
  undeclared,
} from '../src/index.ts'

const rules = await loadRules()
const remembering = rules.filter(rule => rule.stateful)

/** The first part that is no plain data; null where there is none. */
function oddPart(value: unknown, where: string, seen = new Set<unknown>()): string | null {
  if (typeof value === 'function' || typeof value === 'symbol') return `${where} is a ${typeof value}`
  if (typeof value !== 'object' || value === null || seen.has(value)) return null
  seen.add(value)
  const plain: readonly unknown[] = [Object.prototype, Array.prototype, Map.prototype, Set.prototype, null]
  const prototype = Object.getPrototypeOf(value)
  if (!plain.includes(prototype) && !ArrayBuffer.isView(value))
    return `${where} is a ${prototype?.constructor?.name ?? 'thing'}`
  const parts =
    value instanceof Map
      ? [...value].flatMap(([key, part]) => [['key', key] as const, [String(key), part] as const])
      : value instanceof Set
        ? [...value].map((part, at) => [`${at}`, part] as const)
        : Object.entries(value)
  for (const [name, part] of parts) {
    const odd = oddPart(part, `${where}.${name}`, seen)
    if (odd) return odd
  }
  return null
}

type Told = { readonly matches: readonly (Match | null)[]; readonly odd: readonly string[]; readonly states: unknown }

/** What a rule says of an example, keeping its states as they are or as copies of their bytes. */
function tell(rule: Rule, example: Example, keep: (states: Map<string, unknown>) => Map<string, unknown>): Told {
  const baseline = new Baseline()
  for (const event of example.learned ?? []) baseline.teach(event)
  const setting = (name: string) => rule.settings![name]!.value
  const context: Context = { known: baseline.known(), site: { ...undeclared, ...example.site }, setting }
  const { keyBy, start, step } = rule.stateful!
  let states = new Map<string, unknown>()
  const matches: (Match | null)[] = []
  const odd: string[] = []
  for (const event of example.events) {
    const key = concerns(rule, event) ? keyBy(event, context) : null
    if (key !== null) {
      const { state, match = null } = step(states.has(key) ? states.get(key) : start(), event, context)
      states.set(key, state)
      matches.push(match)
      odd.push(...[oddPart(state, 'state')].filter(part => part !== null))
      states = keep(states)
    }
    baseline.observe(event)
  }
  return { matches, odd, states }
}

function concerns({ on, verbs, protocols }: Rule, event: Event): boolean {
  if (!on.includes(event.kind)) return false
  return event.kind !== 'operation' || ((verbs?.has(event.verb) ?? true) && (protocols?.has(event.protocol) ?? true))
}

test.each(remembering.map(rule => [rule.id, rule] as const))('%s remembers plain data only', (_, rule) => {
  for (const example of rule.examples) {
    const kept = tell(rule, example, states => states)
    const copied = tell(rule, example, states => deserialize(serialize(states)))
    expect(kept.odd).toEqual([])
    expect(copied.matches).toEqual(kept.matches)
    expect(copied.states).toEqual(kept.states)
  }
})

test('the test knows what is no plain data', () => {
  class Box {
    readonly #inside = 1
    get inside(): number {
      return this.#inside
    }
  }
  expect(oddPart({ a: new Map([['b', [new Box()]]]) }, 'state')).toBe('state.a.b.0 is a Box')
  expect(oddPart({ a: () => 1 }, 'state')).toBe('state.a is a function')
})

test('an engine of another version is refused', () => {
  const saved = new Engine({ rules }).save()
  expect(isSavedEngine(deserialize(serialize(saved)))).toBe(true)
  for (const other of [{ ...saved, version: 0 }, {}, null, 'text']) expect(isSavedEngine(other)).toBe(false)
})

test('a rule does not go on from states of another shape', () => {
  const counting = (shape: string) =>
    defineRule<'tick', number>({
      ...rules[0]!,
      id: 'counting',
      on: 'tick',
      verbs: [],
      protocols: [],
      examples: [],
      shape,
      keyBy: () => 'all',
      start: () => 0,
      step: state => ({ state: state + 1, match: state > 0 ? { summary: 'again', source: null, target: null } : null }),
      forgetAfter: 3600e6,
    })
  const batch = { from: 0, to: 1e6, activities: [], connections: [], sightings: [], notices: [] }
  const found = (shape: string): number => {
    const first = new Engine({ rules: [counting('number')] })
    first.watch(batch, () => stranger)
    const saved = deserialize(serialize(first.save()))
    const second = new Engine({ rules: [counting(shape)], saved })
    second.watch(batch, () => stranger)
    return second.findings().length
  }
  expect([found('number'), found('text')]).toEqual([1, 0])
})
