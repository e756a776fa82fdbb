// Selections, compiled, against the same read anew for every event.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../src/index.ts'
import { activity, likeOf, type Plain, treeOf } from './tree.ts'

type Event = Readonly<Record<string, Plain>>

/** Compiles a rule with these selections and says whether it fires on an event. */
function fires(detection: Plain, event: Event): boolean {
  const tree = treeOf({
    title: 'A rule of the tests',
    logsource: activity,
    detection,
    examples: [{ events: [event], fires: 1 }],
  })
  const compiled = compileRules([tree], { taken: [], likeOf })
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join('\n'))
  const [custom] = compiled.rules
  return custom!.firesOf(custom!.examples[0]!) === 1
}

const one = (selection: Plain, event: Event) => fires({ selection, condition: 'selection' }, event)

const write = {
  client: '10.0.0.7',
  server: '10.0.0.2',
  verb: 'write',
  object: '1/coils/4',
  port: 502,
  values: [3, 7],
  function: '6',
}

describe('selections', () => {
  const cases: readonly (readonly [string, Plain, boolean])[] = [
    ['all entries of a map', { verb: 'write', port: 502 }, true],
    ['one entry that does not fit', { verb: 'write', port: 503 }, false],
    ['one of a list', { verb: ['read', 'write'] }, true],
    ['one of several maps', [{ verb: 'read' }, { port: 502 }], true],
    ['words anywhere', ['coils', 'nowhere'], true],
    ['words anywhere, none there', ['nowhere'], false],
    ['all words anywhere', { '|all': ['coils', 'WRITE'] }, true],
    ['all words anywhere, one missing', { '|all': ['coils', 'nowhere'] }, false],
    ['case does not count', { object: '1/COILS/4' }, true],
    ['but where it does', { 'object|cased': '1/COILS/4' }, false],
    ['wildcards', { object: '?/coils/*' }, true],
    ['contains', { 'object|contains': 'coil' }, true],
    ['contains all', { 'object|contains|all': ['coil', '/4'] }, true],
    ['contains all, one missing', { 'object|contains|all': ['coil', '/5'] }, false],
    ['startswith', { 'object|startswith': '1/' }, true],
    ['startswith, elsewhere', { 'object|startswith': 'coils' }, false],
    ['endswith', { 'object|endswith': '/4' }, true],
    ['a number in text', { function: 6 }, true],
    ['numbers written differently', { port: '0x1f6' }, true],
    ['more', { 'port|gt': 501 }, true],
    ['not more', { 'port|gt': 502 }, false],
    ['one of several values is more', { 'values|gte': 7 }, true],
    ['none of several values is more', { 'values|gt': 7 }, false],
    ['one of several values', { values: 3 }, true],
    ['a network', { 'client.ip|cidr': ['192.168.0.0/16', '10.0.0.0/8'] }, true],
    ['another network', { 'client.ip|cidr': '10.0.1.0/24' }, false],
    ['a network of the other version', { 'client.ip|cidr': '2001:db8::/32' }, false],
    ['an end by its address', { client: '10.0.0.7' }, true],
    ['nothing', { refusal: null }, true],
    ['nothing, where there is something', { object: null }, false],
    ['nothing or', { object: [null, '1/*'] }, true],
    ['exists', { 'object|exists': true }, true],
    ['exists not', { 'refusal|exists': false }, true],
    ['none of them', { 'verb|neq': ['read', 'start'] }, true],
    ['none of them, but one', { 'verb|neq': ['read', 'write'] }, false],
    ['none of them, where there is nothing', { 'refusal|neq': '2' }, true],
    ['the same as another field', { 'client.ip|fieldref': 'clientAddress' }, true],
    ['not the same', { 'client|fieldref': 'server' }, false],
    ['differs from another field', { 'client|fieldref|neq': 'server' }, true],
    ['a regular expression', { 'object|re': '^\\d+/coils/\\d$' }, true],
    ['a regular expression, case counts', { 'object|re': 'COILS' }, false],
    ['a regular expression without case', { 'object|re|i': 'COILS' }, true],
    ['the clock', { 'hour|gte': 8, weekday: 'Mon' }, true],
  ]
  test.each(cases)('%s', (_, selection, expected) => {
    expect(one(selection, write)).toBe(expected)
  })

  test('IPv6 networks', () => {
    expect(one({ 'client.ip|cidr': '2001:db8::/32' }, { client: '2001:db8::7' })).toBe(true)
    expect(one({ 'client.ip|cidr': '2001:db8::/32' }, { client: '2001:db9::7' })).toBe(false)
  })

  test('of several selections', () => {
    const detection = { sel_a: { verb: 'write' }, sel_b: { port: 503 }, _c: { port: 504 } }
    const when = (condition: Plain) => fires({ ...detection, condition }, write)
    expect(when('1 of sel_*')).toBe(true)
    expect(when('all of sel_*')).toBe(false)
    expect(when('1 of them and not sel_b')).toBe(true)
    expect(when(['sel_b', 'sel_a'])).toBe(true)
  })
})

const words = ['read', 'write', 'stop'] as const
const event = fc.record({
  verb: fc.constantFrom(...words),
  object: fc.constantFrom('a', 'A/b', 'a/b*', '', 'xay'),
  port: fc.constantFrom(1, 2, 3),
  values: fc.array(fc.constantFrom(0, 5, 9), { maxLength: 2 }),
})
const entry = fc.oneof(
  fc.record({
    key: fc.constantFrom('verb', 'verb|neq'),
    value: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    key: fc.constantFrom(
      'object',
      'object|contains',
      'object|startswith',
      'object|endswith',
      'object|cased',
      'object|neq',
    ),
    value: fc.array(fc.constantFrom('a', 'A', 'b\\*', 'a*', '?'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    key: fc.constantFrom('port|gt', 'port|lte', 'values|gte', 'values|lt'),
    value: fc.array(fc.constantFrom(1, 2, 5), { minLength: 1, maxLength: 1 }),
  }),
)
const selection = fc
  .array(entry, { minLength: 1, maxLength: 3 })
  .map(list => new Map(list.map(({ key, value }) => [key, value])))

/** The plainest way to say the same. */
function naive(entries: ReadonlyMap<string, readonly (string | number)[]>, of: Event): boolean {
  return [...entries].every(([key, wanted]) => {
    const [name = '', modifier = ''] = key.split('|')
    const own = [of[name] as Plain].flat().filter(v => v !== '') as (string | number)[]
    const holds = wanted.some(want => own.some(value => compare(value, want, modifier)))
    return modifier === 'neq' ? !holds : holds
  })
}
function compare(value: string | number, want: string | number, modifier: string): boolean {
  if (modifier === 'gt') return value > want
  if (modifier === 'gte') return value >= want
  if (modifier === 'lt') return value < want
  if (modifier === 'lte') return value <= want
  const source = String(want).replaceAll(/\\\*|\*|\?/g, part => (part === '*' ? '.*' : part === '?' ? '.' : part))
  const start = modifier === 'contains' || modifier === 'endswith' ? '' : '^'
  const end = modifier === 'contains' || modifier === 'startswith' ? '' : '$'
  return new RegExp(`${start}${source}${end}`, modifier === 'cased' ? 's' : 'si').test(String(value))
}

test('a compiled selection agrees with the plainest reading of it', () => {
  fc.assert(
    fc.property(fc.array(selection, { minLength: 1, maxLength: 3 }), event, fc.boolean(), (parts, on, isAll) => {
      const named = Object.fromEntries(parts.map((part, at) => [`s${at}`, Object.fromEntries(part)]))
      const expected = isAll ? parts.every(part => naive(part, on)) : parts.some(part => naive(part, on))
      const shown = Object.fromEntries(Object.entries(on).filter(([, value]) => value !== ''))
      expect(fires({ ...named, condition: `${isAll ? 'all' : '1'} of s*` }, shown)).toBe(expected)
    }),
    { numRuns: 500 },
  )
})
