import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Candidate,
  defaultGrouping,
  devicesOf,
  type FindingCopy,
  furthest,
  group,
  incidentIdOf,
  opens,
  place,
  reasonSentence,
  relate,
  say,
} from '../../src/index.ts'
import { finding, HOUR, NIGHT } from '../plant.ts'

const rules = defaultGrouping
const at = (hours: number) => ({ first: NIGHT + hours * HOUR, last: NIGHT + hours * HOUR })
const made = (
  id: string,
  source: string | null,
  target: string | null,
  hours: number,
  more: Partial<FindingCopy> = {},
) => finding(id, { source, target, assets: [], techniques: [], ...at(hours), ...more })

test('an intruder who goes from device to device is one incident, and each step says why', () => {
  const scan = made('f-scan', 'laptop', 'ews', 0, { techniques: ['T0846'] })
  const pivot = made('f-pivot', 'ews', 'plc-1', 30, { techniques: ['T0843'] })
  const stop = made('f-stop', 'hmi', 'plc-1', 100, { techniques: ['T0816'] })
  const { groups } = group([stop, pivot, scan], rules)
  expect(groups).toHaveLength(1)
  expect(groups[0]!.id).toBe('i-f-scan')
  expect(groups[0]!.members.map(({ finding: { id }, reason }) => [id, say(reasonSentence(reason), 'en')])).toEqual([
    ['f-scan', 'The first finding of this incident.'],
    ['f-pivot', 'ews was reached in one and acted in the other, 30 h from finding f-scan.'],
    ['f-stop', 'On plc-1 an attack went on from movement to inhibition of what responds, 70 h from finding f-pivot.'],
  ])
  expect(say(reasonSentence(groups[0]!.members[2]!.reason), 'de')).toBe(
    'An plc-1 schritt ein Angriff von Ausbreitung zu Hemmung der Reaktion fort, 70 h von Befund f-pivot.',
  )
})

test.each([
  [20e6, 'less than a minute', 'weniger als eine Minute'],
  [12 * 60e6, '12 min', '12 min'],
  [2.51 * HOUR, '2.5 h', '2,5 h'],
])('how far apart two findings are is said as people say it: %d µs', (gap, en, de) => {
  const sentence = reasonSentence({ kind: 'same-target', via: 'plc-1', other: 'f-1', gap })
  expect(say(sentence, 'en')).toBe(`It struck the same device: plc-1, ${en} from finding f-1.`)
  expect(say(sentence, 'de')).toBe(`Es traf dasselbe Gerät: plc-1, ${de} von Befund f-1.`)
})

test.each([
  ['same-source', made('a', 'ews', 'plc-1', 0), made('b', 'ews', 'plc-2', 23), made('c', 'ews', 'plc-2', 25)],
  ['same-target', made('a', 'ews', 'plc-1', 0), made('b', 'hmi', 'plc-1', 3), made('c', 'hmi', 'plc-1', 5)],
  ['shared-asset', made('a', 'plc-1', 'ews', 0), made('b', 'hmi', 'plc-1', 0.5), made('c', 'hmi', 'plc-1', 2)],
  ['pivot', made('a', 'ews', 'plc-1', 0), made('b', 'plc-1', 'plc-2', 71), made('c', 'plc-1', 'plc-2', 73)],
  [
    'progress',
    made('a', 'ews', 'plc-1', 0, { techniques: ['T0846'] }),
    made('b', 'hmi', 'plc-1', 100, { techniques: ['T0855'] }),
    made('c', 'hmi', 'plc-1', 200, { techniques: ['T0855'] }),
  ],
] as const)('%s ties within its time', (kind, first, near, far) => {
  expect(relate(near, first, rules)).toMatchObject({ kind, other: 'a' })
  expect(relate(first, near, rules)).toMatchObject({ kind, other: near.id })
  expect(relate(far, first, rules)).toBeNull()
})

test('an attack that goes backwards is no progress', () => {
  const late = made('a', 'ews', 'plc-1', 0, { techniques: ['T0855'] })
  const early = made('b', 'hmi', 'plc-1', 100, { techniques: ['T0846'] })
  expect(relate(early, late, rules)).toBeNull()
  expect(furthest(['T0846', 'T0855', 'T9999'])).toBe('impairment')
  expect(furthest(['T9999'])).toBeNull()
})

test('who only acts on himself was reached by nobody', () => {
  const self = made('a', 'plc-1', 'plc-1', 0)
  expect(relate(made('b', 'plc-1', 'plc-2', 20), self, rules)).toMatchObject({ kind: 'same-source' })
  expect(relate(made('c', 'plc-1', 'plc-2', 60), self, rules)).toBeNull()
})

test('planned work opens nothing; what is mild joins, but holds nothing together', () => {
  const one = made('a', 'ews', 'plc-1', 0)
  const two = made('b', 'hmi', 'plc-2', 0)
  const mild = made('m', 'ews', 'plc-2', 0, { severity: 'low' })
  const planned = made('p', 'ews', 'plc-1', 0, { severity: 'recorded' })
  const lone = made('z', 'x', 'y', 0, { severity: 'low' })
  const { groups, loose } = group([planned, mild, two, lone, one], rules)
  expect(groups.map(({ members }) => members.map(({ finding: { id } }) => id))).toEqual([['a', 'm'], ['b']])
  expect(loose.map(({ id }) => id)).toEqual(['p', 'z'])
})

const device = fc.constantFrom('ews', 'hmi', 'plc-1', 'plc-2', 'plc-3', 'laptop', null)
const findings = fc
  .array(
    fc.record({
      source: device,
      target: device,
      hours: fc.integer({ min: 0, max: 400 }),
      severity: fc.constantFrom('low' as const, 'medium' as const, 'high' as const, 'critical' as const),
      techniques: fc.subarray(['T0846', 'T0843', 'T0855', 'T0822'], { maxLength: 2 }),
    }),
    { maxLength: 25 },
  )
  .map(list => list.map(({ source, target, hours, ...more }, id) => made(`f-${id}`, source, target, hours, more)))

test('groups do not depend on the order in which findings came', () => {
  fc.assert(
    fc.property(
      findings.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        expect(group(shuffled, rules)).toEqual(group(list, rules))
      },
    ),
    { numRuns: 500 },
  )
})

test('a reason names two findings of the group that share the device', () => {
  fc.assert(
    fc.property(findings, list => {
      for (const { id, members } of group(list, rules).groups)
        for (const { finding: own, reason } of members) {
          expect(reason.kind === 'first').toBe(id === incidentIdOf(own.id))
          if (reason.kind === 'first' || reason.kind === 'by-hand') continue
          const other = members.find(member => member.finding.id === reason.other)!.finding
          expect(devicesOf(own)).toContain(reason.via)
          expect(devicesOf(other)).toContain(reason.via)
        }
    }),
    { numRuns: 300 },
  )
})

test('one after another, in any order, they come to the same incidents', () => {
  fc.assert(
    fc.property(
      findings.chain(list => fc.shuffledSubarray(list, { minLength: list.length })),
      shuffled => {
        const grave = shuffled.filter(each => opens(each, rules))
        let incidents: Candidate[] = []
        for (const each of grave) {
          const placement = place(each, incidents, rules)
          if (placement.kind === 'loose') throw new Error('What opens incidents is never loose.')
          const gone = placement.kind === 'join' ? placement.also.map(({ incident }) => incident) : []
          const members = incidents
            .filter(({ id }) => id === placement.incident || gone.includes(id))
            .flatMap(({ findings: own }) => own)
          const now = { id: placement.incident, opened: 0, findings: [...members, each] }
          incidents = [...incidents.filter(({ id }) => id !== placement.incident && !gone.includes(id)), now]
        }
        const sets = (lists: readonly (readonly { readonly id: string }[])[]) =>
          lists
            .map(list =>
              list
                .map(({ id }) => id)
                .sort()
                .join(),
            )
            .sort()
        expect(sets(incidents.map(({ findings: own }) => own))).toEqual(
          sets(group(grave, rules).groups.map(({ members }) => members.map(({ finding: own }) => own))),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('a finding that ties two incidents joins the older and names the other', () => {
  const bridge = made('c', 'ews', 'plc-2', 1)
  const older = { id: 'i-a', opened: 1, findings: [made('a', 'ews', 'plc-1', 0)] }
  const newer = { id: 'i-b', opened: 2, findings: [made('b', 'hmi', 'plc-2', 0)] }
  expect(place(bridge, [newer, older], rules)).toMatchObject({
    kind: 'join',
    incident: 'i-a',
    reason: { kind: 'same-source' },
    also: [{ incident: 'i-b', reason: { kind: 'same-target' } }],
  })
  expect(place(made('d', 'x', 'y', 0), [older], rules)).toEqual({ kind: 'open', incident: incidentIdOf('d') })
  expect(place({ ...bridge, severity: 'low' }, [older, newer], rules)).toMatchObject({ incident: 'i-a', also: [] })
})
