import {
  Baseline,
  type Context,
  type Event,
  type Example,
  indicatorBook,
  judgeBy,
  type Rule,
  undeclared,
} from '../src/index.ts'

/**
 * How many matches an example's events make, each event frozen. A baseline is taught what was learned before; each event
 * is observed after the rule was asked about it.
 */
export function firesOf(rule: Rule, example: Example): number {
  const baseline = new Baseline()
  for (const event of example.learned ?? []) baseline.teach(deepFreeze(event))
  const context: Context = {
    known: baseline.known(),
    site: { ...undeclared, ...example.site },
    setting: name => {
      const setting = rule.settings?.[name]
      if (!setting) throw new Error(`${rule.id} asks for a setting ${name} that it does not declare.`)
      return setting.value
    },
    ...(example.orders ? { planned: judgeBy(example.orders) } : {}),
    ...(example.indicators ? { indicators: indicatorBook(example.indicators) } : {}),
  }
  const states = new Map<string, unknown>()
  let fires = 0
  for (const event of example.events) {
    if (concerns(rule, deepFreeze(event))) fires += matchesOf(rule, event, context, states)
    baseline.observe(event)
  }
  return fires
}

function concerns({ on, verbs, protocols }: Rule, event: Event): boolean {
  if (!on.includes(event.kind)) return false
  if (event.kind !== 'operation') return true
  return (verbs?.has(event.verb) ?? true) && (protocols?.has(event.protocol) ?? true)
}

function matchesOf(rule: Rule, event: Event, context: Context, states: Map<string, unknown>): number {
  if (rule.match) {
    const told = rule.match(event, context)
    return told === null ? 0 : Array.isArray(told) ? told.length : 1
  }
  const { keyBy, start, step } = rule.stateful!
  const key = keyBy(event, context)
  if (key === null) return 0
  const { state, match } = step(states.has(key) ? states.get(key) : start(), event, context)
  states.set(key, state)
  return match ? 1 : 0
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}
