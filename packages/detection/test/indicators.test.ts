// Threat feeds: what is read of each form, what is told, and what is found by it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Engine, indicatorBook, loadRules, readIndicators } from '../src/index.ts'

const bundle = (...objects: object[]) => JSON.stringify({ type: 'bundle', id: 'bundle--1', objects })
const indicator = (pattern: string, rest: object = {}) => ({
  type: 'indicator',
  pattern_type: 'stix',
  pattern,
  ...rest,
})
const day = (text: string) => Date.parse(text) * 1000

describe('STIX', () => {
  test('an indicator with all that it may say', () => {
    const text = bundle(
      { type: 'identity', id: 'identity--a', name: 'National CERT' },
      indicator(
        "[ipv4-addr:value = '198.51.100.7' OR domain-name:value = 'Bad.Example'] OR [url:value = 'https://x.example/a?b']",
        {
          created_by_ref: 'identity--a',
          name: 'control server',
          valid_from: '2026-01-01T00:00:00Z',
          valid_until: '2026-02-01T12:00:00+02:00',
          confidence: 85,
        },
      ),
    )
    const { indicators, faults } = readIndicators('feeds/a.json', text)
    expect(faults).toEqual([])
    expect(indicators.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'address 198.51.100.7',
      'domain bad.example',
      'url x.example/a',
    ])
    expect(indicators[0]).toMatchObject({
      feed: 'National CERT',
      name: 'control server',
      from: day('2026-01-01T00:00:00Z'),
      until: day('2026-02-01T10:00:00Z'),
      confidence: 0.85,
    })
  })

  test('networks, other kinds, what is revoked, what is wrong', () => {
    const text = bundle(
      indicator("[ipv4-addr:value ISSUBSET '203.0.113.0/24']"),
      indicator("[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e']"),
      indicator("[domain-name:value = 'a.example' AND url:value = 'http://b.example/']"),
      indicator("[domain-name:value = 'gone.example']", { revoked: true }),
      indicator("[ipv4-addr:value = '300.1.1.1']"),
      indicator("[domain-name:value = 'c.example']", { valid_until: 'soon' }),
    )
    const { indicators, faults, others } = readIndicators('b.json', text)
    expect(indicators.map(({ value, feed }) => [value, feed])).toEqual([['203.0.113.0/24', 'b']])
    expect(others).toBe(2)
    expect(faults.map(({ message }) => message)).toEqual([
      'object 5: `300.1.1.1` is not what `ipv4-addr:value` is about; it is left out.',
      'object 6: `valid_from` or `valid_until` is no time; write it as 2026-01-31T00:00:00Z.',
    ])
  })
})

test('a table of MISP', () => {
  const text = [
    'uuid,event_id,category,type,value,comment,to_ids,date',
    '1,7,Network activity,ip-dst|port,198.51.100.9|443,"panel, old",1,1767225600',
    '2,7,Network activity,domain,bad.example,,True,2026-01-02',
    '3,7,Payload delivery,sha256,00ff,,1,',
    '4,7,Network activity,domain,context.example,,0,',
    '5,7,Network activity,ip-src,nonsense,,1,',
  ].join('\r\n')
  const { indicators, faults, others } = readIndicators('misp.csv', text)
  expect(indicators.map(({ kind, value, name, from }) => [kind, value, name, from])).toEqual([
    ['address', '198.51.100.9', 'panel, old', day('2026-01-01T00:00:00Z')],
    ['domain', 'bad.example', '', day('2026-01-02T00:00:00Z')],
  ])
  expect(others).toBe(2)
  expect(faults).toEqual([{ file: 'misp.csv', line: 6, message: '`nonsense` is no ip-src; it is left out.' }])
})

test('a list', () => {
  const text =
    '# mine\n198.51.100.1 # scanner\nhxxp://bad[.]example/x\n\n*.worse.example\n2001:db8::/32\n0.0.0.0/0\nnot a thing\n'
  const { indicators, faults } = readIndicators('own.txt', text)
  expect(indicators.map(({ value, name }) => [value, name])).toEqual([
    ['198.51.100.1', 'scanner'],
    ['bad.example/x', ''],
    ['worse.example', ''],
    ['2001:db8::/32', ''],
  ])
  expect(faults.map(({ line }) => line)).toEqual([7, 8])
})

test('any text gives a value, and faults are capped', () => {
  const begun = fc.constantFrom('', '{"objects":[', 'type,value\n', '[{')
  fc.assert(
    fc.property(begun, fc.string({ maxLength: 300 }), (begin, rest) => {
      const { indicators, faults } = readIndicators('x', begin + rest)
      expect(indicators.length + faults.length).toBeLessThan(400)
    }),
  )
  const many = readIndicators('x', 'no thing\n'.repeat(100))
  expect([many.faults.length, many.more]).toEqual([20, 80])
})

describe('the book', () => {
  const one = { feed: 'f', name: '', from: null, until: null, confidence: 0.5 } as const
  const book = indicatorBook([
    { ...one, kind: 'domain', value: 'bad.example' },
    { ...one, kind: 'domain', value: 'bad.example', feed: 'g', confidence: 0.9, until: 100 },
    { ...one, kind: 'address', value: '203.0.113.0/24' },
  ])
  test('the surest that is not over counts', () => {
    expect(book.domain('A.bad.example.', 99)?.feed).toBe('g')
    expect(book.domain('a.bad.example', 100)?.feed).toBe('f')
    expect(book.domain('example', 0)).toBeNull()
    expect(book.domain('bad.example.org', 0)).toBeNull()
  })
  test('networks hold their addresses', () => {
    expect(book.address('203.0.113.200', 0)?.value).toBe('203.0.113.0/24')
    expect(book.address('203.0.114.1', 0)).toBeNull()
  })
})

test('without a feed the rule is blind, and with one it is not', async () => {
  const engine = new Engine({ rules: await loadRules() })
  const isBlind = () => engine.blind().some(({ rule }) => rule === 'known-bad-contact')
  expect(isBlind()).toBe(true)
  engine.setIndicators(indicatorBook([]))
  expect(isBlind()).toBe(false)
})
