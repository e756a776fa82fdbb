// The watchman, by a clock that the test sets.
import type { HealthNote, SensorHealth } from '@nautilus/model'
import { expect, test } from 'vitest'
import { OFFLINE_AFTER, SILENT_AFTER, Watchman } from '../../src/platform/watchman.ts'

const who = { tenant: 'a', site: 's', sensor: 'hall-3' }
const START = 1_768_186_500_000_000
const MINUTE = 60e6

function watching() {
  let now = START
  const told: string[] = []
  const say = (note: HealthNote) =>
    'since' in note
      ? `${note.what} ${(note.since - START) / MINUTE}`
      : note.what === 'clock'
        ? `clock ${note.off}`
        : note.how
  const watchman = new Watchman({ now: () => now, tell: (_, __, note) => void told.push(say(note)) })
  const health = (packets: number, clock?: number): SensorHealth => ({
    ...{ packets, bytes: 0, dropped: 0, duplicates: 0, malformed: 0, unrecognised: 0, flows: 0, version: '1' },
    ...(clock === undefined ? {} : { clock }),
  })
  return {
    watchman,
    at: (us: number) => {
      now = START + us
    },
    hear: (packets: number, clock?: number, isBusy = false) =>
      watchman.heard(who, health(packets, clock), { to: 0, isBusy }),
    /** What was told since this was asked last. */
    told: () => told.splice(0),
  }
}

test('a remote sensor that is not heard is offline, once, until it is heard again', () => {
  const { watchman, at, hear, told } = watching()
  hear(1)
  expect(told()).toEqual(['online 0', 'clock 0'])
  at(OFFLINE_AFTER)
  watchman.tick()
  expect(told()).toEqual([])
  at(OFFLINE_AFTER + 1)
  watchman.tick()
  watchman.tick()
  expect(told()).toEqual(['offline 0'])
  at(10 * MINUTE)
  hear(2)
  expect(told()).toEqual(['online 10', 'heard 10'])
})

test('a sensor that is there but hears no frames is silent; a thread of ours is never offline by time', () => {
  const { watchman, at, hear, told } = watching()
  for (let minute = 0; minute <= 5; minute++) {
    at(minute * MINUTE)
    hear(7)
    watchman.tick()
  }
  told()
  at(SILENT_AFTER + 1)
  watchman.tick()
  expect(told()).toEqual(['silent 0'])
  at(6 * MINUTE)
  hear(7)
  expect(told()).toEqual([])
  hear(8)
  expect(told()).toEqual(['heard 6'])
  watchman.expect({ ...who, sensor: 'eth0' }, { isRemote: false })
  watchman.forget(who)
  at(60 * MINUTE)
  watchman.tick()
  expect(told()).toEqual(['silent 6'])
  watchman.ended({ ...who, sensor: 'eth0' })
  expect(told()).toEqual(['offline 6'])
})

test('one that sends traffic is not silent, whatever it says of its packets', () => {
  const { watchman, at, hear, told } = watching()
  for (let minute = 0; minute <= 8; minute++) {
    at(minute * MINUTE)
    hear(0, undefined, true)
    watchman.tick()
  }
  expect(told()).toEqual(['online 0', 'heard 0', 'clock 0'])
})

test('after a start nobody knows how things stood: what is sure is told, and no more', () => {
  const { hear, told } = watching()
  hear(100)
  expect(told()).toEqual(['online 0', 'clock 0'])
  hear(100)
  expect(told()).toEqual([])
})

test('a clock is wrong when it is so three times in a row', () => {
  const { hear, told } = watching()
  hear(1, START)
  told()
  for (const off of [3e6, 0, 3e6, 3e6]) hear(1, START + off)
  expect(told()).toEqual([])
  hear(1, START + 4e6)
  hear(1, START - 5e6)
  expect(told()).toEqual(['clock 4000000'])
  hear(1, START + 1e6)
  expect(told()).toEqual(['clock 0'])
})

test('misuse of one kind is told once an hour', () => {
  const { watchman, at, told } = watching()
  for (let times = 0; times < 3; times++) watchman.misused(who, 'foreign-key', 'as hall-4')
  watchman.misused(who, 'replay', 'batch 7')
  expect(told()).toEqual(['foreign-key', 'replay'])
  at(60 * MINUTE)
  watchman.misused(who, 'foreign-key', 'as hall-4')
  expect(told()).toEqual(['foreign-key'])
})
