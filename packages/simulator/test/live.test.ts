import { expect, test } from 'vitest'
import { type Frame, LivePlant } from '../src/index.ts'

const START = 1_768_186_500_000_000
const MINUTE = 60_000_000

/** The bytes of a frame are only valid until the next one. */
const copied = (frames: Iterable<Frame>) =>
  Array.from(frames, ({ at, bytes }) => ({ at, text: Buffer.from(bytes).toString('hex') }))

test('asked for in pieces it is the same plant, in the order of time', () => {
  const whole = copied(new LivePlant({ seed: 3, start: START }).until(START + MINUTE))
  const plant = new LivePlant({ seed: 3, start: START })
  const pieces = Array.from({ length: 60 }, (_, second) => copied(plant.until(START + (second + 1) * 1_000_000))).flat()
  expect(pieces).toEqual(whole)
  expect(whole.every(({ at }, index) => index === 0 || at >= whole[index - 1]!.at)).toBe(true)
  expect(whole.length).toBeGreaterThan(3000)
})

test('a story begins when it is told', () => {
  const quiet = new LivePlant({ seed: 3, start: START })
  const told = new LivePlant({ seed: 3, start: START })
  expect(copied(quiet.until(START + MINUTE / 2))).toEqual(copied(told.until(START + MINUTE / 2)))
  told.tell('controller-stop')
  const more = copied(told.until(START + MINUTE)).length - copied(quiet.until(START + MINUTE)).length
  expect(more).toBeGreaterThan(5)
})
