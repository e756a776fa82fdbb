// What `nautilus evaluate` counts.
import type { Finding } from '@nautilus/model'
import { describe, expect, test } from 'vitest'
import { type Judged, scoreOf, totalOf } from '../src/evaluate/score.ts'
import { summary } from '../src/evaluate/text.ts'
import { truthFrom } from '../src/evaluate/truth.ts'
import { Refusal } from '../src/world.ts'

const labels = `kinds:
  stop: [E05, broadcast-write]
cases:
  - capture: attack.pcap
    attack: [stop]
    ends: [10.0.0.9]
    windows:
      - { from: 2026-01-05T08:10:00Z, to: 2026-01-05T08:11:00Z, what: first }
      - { from: 2026-01-05T08:20:00Z, to: 2026-01-05T08:21:00Z, what: second }
  - capture: quiet.pcap
    attack: []
    right:
      foreign-port: a web server really is on 8502
`
const truth = truthFrom(labels, 'labels.yaml')
const [attack, quiet] = truth.cases as [(typeof truth.cases)[0], (typeof truth.cases)[0]]
const at = (minute: number): number => (Date.UTC(2026, 0, 5, 8) / 1000 + 60 * minute) * 1e6
const span = { first: at(0), last: at(60) }

const judged = (
  rule: string,
  severity: Finding['severity'],
  minutes: number[],
  more: Partial<Judged> = {},
): Judged => ({
  finding: { rule, severity, why: '', first: at(minutes[0]!) } as Finding,
  catalogue: [],
  addresses: new Set(['10.0.0.9']),
  times: minutes.map(at),
  ...more,
})
const stop = (minutes: number[], more: Partial<Judged> = {}) =>
  judged('controller-stop', 'high', minutes, { catalogue: ['E05'], ...more })

describe('an attack', () => {
  test('is found by the right kind, at the right ends, in a window', () => {
    const score = scoreOf(truth, attack, [stop([10.5])], span)
    expect(score).toMatchObject({ found: true, windows: 2, hit: 1, delay: 30, right: 1, wrong: [] })
  })

  test.each([
    ['another kind', judged('new-device', 'high', [10.5], { catalogue: ['A01'] })],
    ['other ends', stop([10.5], { addresses: new Set(['10.0.0.1']) })],
    ['only recorded', { ...stop([10.5]), finding: { ...stop([10.5]).finding, severity: 'recorded' as const } }],
  ])('is not found by %s', (_, one) => {
    expect(scoreOf(truth, attack, [one], span)).toMatchObject({ found: false, hit: 0 })
  })

  test('outside of its windows is wrong', () => {
    const score = scoreOf(truth, attack, [stop([40])], span)
    expect(score).toMatchObject({ found: false, hit: 0, right: 0 })
    expect(score.wrong.map(({ rule }) => rule)).toEqual(['controller-stop'])
  })

  test('may be named by its rule', () => {
    expect(scoreOf(truth, attack, [judged('broadcast-write', 'low', [20.5])], span)).toMatchObject({
      found: true,
      hit: 1,
    })
  })
})

test('in a quiet capture what is above low is wrong, unless the labels say why it is right', () => {
  const found = [
    judged('foreign-port', 'high', [1]),
    judged('port-scan', 'medium', [2]),
    judged('new-link', 'low', [3]),
  ]
  const score = scoreOf(truth, quiet, found, span)
  expect(score.found).toBeNull()
  expect(score.wrong.map(({ rule }) => rule)).toEqual(['port-scan'])
  expect(score.excused.map(({ finding, why }) => [finding.rule, why])).toEqual([
    ['foreign-port', 'a web server really is on 8502'],
  ])
})

test('sums up, and leaves clocks that jump out of the rate', () => {
  const wrong = [judged('port-scan', 'medium', [2])]
  const decades = { first: 0, last: at(60) }
  const scores = [
    scoreOf(truth, attack, [stop([10.5, 20.5])], span),
    scoreOf(truth, quiet, wrong, span),
    scoreOf(truth, quiet, wrong, decades),
  ]
  expect(totalOf(scores)).toEqual({
    attacks: 1,
    found: 1,
    windows: 2,
    hit: 2,
    right: 1,
    wrong: 2,
    hours: 2,
    wrongInHours: 1,
    quiet: 2,
    quietWithWrong: 2,
  })
  expect(summary(scores).at(-1)).toBe('wrong findings an hour        0.50 (1 in 2.0 h)')
})

test.each([
  ['kinds: [', /^labels.yaml:1: /],
  ['cases: []', /^labels.yaml:1: needs a table `kinds`/],
  [labels.replace('[stop]\n', '[halt]\n'), /^labels.yaml:5: halt is no kind/],
  [labels.replace('    ends:', '    end:'), /there is no key end; did you mean ends\?/],
  [labels.replace('to: 2026-01-05T08:11', 'to: 2026-01-05T08:01'), /^labels.yaml:8: a window needs/],
])('labels that are wrong: %#', (text, sentence) => {
  expect(() => truthFrom(text, 'labels.yaml')).toThrow(Refusal)
  expect(() => truthFrom(text, 'labels.yaml')).toThrow(sentence)
})
