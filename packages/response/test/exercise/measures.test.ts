import { expect, test } from 'vitest'
import { type Act, type Actor, measuresOf, spreadOf, system } from '../../src/index.ts'
import { ana, answered, approve, asked, eva, go, incidentOf, MINUTE, NIGHT, olaf, sam } from '../plant.ts'

const night: readonly (readonly [Actor, Act])[] = [
  ...asked,
  [system, { kind: 'escalation-started', policy: 'p', reason: 'night' }],
  [system, { kind: 'paged', page: 'p-1', slot: 's', duty: 'plant-engineer', person: 'eva', channel: 'phone' }],
  [eva, { kind: 'acknowledged', page: 'p-1' }],
  ...answered,
  [eva, approve('stop')],
  [olaf, approve('stop')],
  [eva, go('decided', { option: 'stop' })],
  [sam, go('acting')],
]

test('times from the opening, in the order of the night', () => {
  const minutes = Object.fromEntries(
    Object.entries(measuresOf(incidentOf(...night, [eva, go('recovered')]), NIGHT)).map(([name, span]) => [
      name,
      span === null ? null : span / MINUTE,
    ]),
  )
  expect(minutes).toEqual({
    detect: 0,
    confirm: 2,
    escalate: 5,
    ask: 6,
    page: 8,
    acknowledge: 9,
    waiting: 8,
    decide: 14,
    recover: 16,
    document: null,
    close: null,
  })
})

test('waiting is added up over every question, the open one until now', () => {
  const again = incidentOf(...night, [ana, go('awaiting engineering decision')])
  const asked2 = again.history.at(-1)!.at
  expect(measuresOf(again, asked2 + 30 * MINUTE).waiting).toBe(38 * MINUTE)
  expect(measuresOf(again, asked2 + 30 * MINUTE).decide).toBe(14 * MINUTE)
})

test('exercises and real incidents are never counted together', () => {
  const real = incidentOf(...night)
  const played = { ...real, exercise: true }
  const waits = incidentOf(...asked)
  const { acknowledge, close, confirm } = spreadOf([real, played, played, waits], true, NIGHT)
  expect(acknowledge).toEqual({ count: 2, median: 9 * MINUTE, p90: 9 * MINUTE, most: 9 * MINUTE })
  expect(close).toBeNull()
  expect(confirm!.count).toBe(2)
  expect(spreadOf([real, played, waits], false, NIGHT).confirm!.count).toBe(2)
  expect(spreadOf([played], false, NIGHT).confirm).toBeNull()
})
