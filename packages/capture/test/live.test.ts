// The turns in which rings are read, on memory laid out as the kernel lays it out (linux/if_packet.h).
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BLOCK, type Libc, LiveCapture, Ring } from '../src/index.ts'

const BLOCKS = 64
const FRAMES_AT = 48
const FRAME = 128
const MAC = 80

/** A ring that the test fills as the kernel does. */
function ringOf() {
  const memory = new ArrayBuffer(BLOCKS * BLOCK)
  const words = new Int32Array(memory)
  const libc: Partial<Libc> = {
    map: () => 1n,
    unmap: () => 0,
    view: () => memory,
    ifIndex: () => 1,
    close: () => 0,
    getsockopt(_socket, _level, _name, value) {
      value.fill(0)
      return 0
    },
  }
  const socket = { interface: 'lo', descriptor: 3, blocks: BLOCKS, isShared: false, isHanded: false }
  const ring = new Ring(libc as Libc, socket)
  let next = 0
  const fill = (blocks: number, frames = 1) => {
    for (let i = 0; i < blocks; i++, next++) {
      const word = ((next % BLOCKS) * BLOCK) >> 2
      if (words[word + 2] !== 0) throw new Error('the ring is full')
      words.set([1, frames, FRAMES_AT], word + 2)
      for (let frame = 0; frame < frames; frame++) {
        const header = word + ((FRAMES_AT + frame * FRAME) >> 2)
        words.set([FRAME, 1_700_000_000 + next, 1000 * frame, 40, 40, 0, MAC], header)
      }
    }
  }
  return { libc: libc as Libc, ring, fill }
}

describe('a ring is read in turns', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function listening(onRecord: () => void = () => {}) {
    const { libc, ring, fill } = ringOf()
    const counts = { frames: 0, turns: 0 }
    const record = () => {
      counts.frames++
      onRecord()
    }
    const capture = new LiveCapture({
      ...{ libc, rings: [ring], sink: { record, unsupported() {} }, now: () => Date.now() * 1000 },
      onTurn: () => void counts.turns++,
    })
    capture.start()
    vi.advanceTimersByTime(20)
    return { capture, fill, counts }
  }

  test('long ones where little comes, and each is told', () => {
    const { capture, fill, counts } = listening()
    expect(counts).toEqual({ frames: 0, turns: 1 })
    fill(2, 3)
    vi.advanceTimersByTime(99)
    expect(counts).toEqual({ frames: 0, turns: 1 })
    vi.advanceTimersByTime(1)
    expect(counts).toEqual({ frames: 6, turns: 2 })
    vi.advanceTimersByTime(1000)
    expect(counts).toEqual({ frames: 6, turns: 12 })
    capture.stop(() => {})
  })

  test('short ones where much comes, until little comes again', () => {
    const { capture, fill, counts } = listening()
    fill(BLOCKS / 16)
    vi.advanceTimersByTime(100)
    expect(counts.frames).toBe(4)
    fill(1)
    vi.advanceTimersByTime(20)
    expect(counts.frames).toBe(5)
    fill(1)
    vi.advanceTimersByTime(99)
    expect(counts.frames).toBe(5)
    vi.advanceTimersByTime(1)
    expect(counts.frames).toBe(6)
    capture.stop(() => {})
  })

  test('a full ring is read at once, with room for others between', () => {
    const { capture, fill, counts } = listening()
    fill(BLOCKS)
    vi.advanceTimersByTime(101)
    expect(counts.frames).toBe(BLOCKS)
    expect(counts.turns).toBeGreaterThanOrEqual(3)
    expect(capture.listened()).toMatchObject([{ frames: BLOCKS, fill: 1 }])
    capture.stop(() => {})
  })

  test('how full it was is what waited, over the end of the ring too', () => {
    const { capture, fill, counts } = listening()
    fill(BLOCKS - 2)
    vi.advanceTimersByTime(101)
    expect(counts.frames).toBe(BLOCKS - 2)
    expect(capture.listened()[0]!.fill).toBe((BLOCKS - 2) / BLOCKS)
    fill(5)
    vi.advanceTimersByTime(100)
    expect(capture.listened()[0]!.fill).toBe(5 / BLOCKS)
    expect(counts.frames).toBe(BLOCKS + 3)
    capture.stop(() => {})
  })

  test('a frame that fails is behind us, and the turns go on', () => {
    let isBad = true
    const { capture, fill, counts } = listening(() => {
      if (isBad) throw new Error('bad')
    })
    fill(1, 2)
    expect(() => vi.advanceTimersByTime(100)).toThrow('bad')
    isBad = false
    vi.advanceTimersByTime(100)
    expect(counts.frames).toBe(2)
    capture.stop(() => {})
  })

  test('after the end there is no turn, and what waited was read', () => {
    const { capture, fill, counts } = listening()
    fill(3)
    let atTheEnd = 0
    capture.stop(() => {
      atTheEnd = counts.frames
    })
    expect(atTheEnd).toBe(3)
    const { turns } = counts
    vi.advanceTimersByTime(1000)
    expect(counts.turns).toBe(turns)
  })

  test('it may be ended in a turn', () => {
    const { libc, ring, fill } = ringOf()
    let turns = 0
    const capture: LiveCapture = new LiveCapture({
      ...{ libc, rings: [ring], sink: { record() {}, unsupported() {} }, now: () => Date.now() * 1000 },
      onTurn: () => {
        if (++turns === 2) capture.stop(() => {})
      },
    })
    capture.start()
    fill(BLOCKS / 2)
    vi.advanceTimersByTime(1000)
    expect(turns).toBe(2)
  })
})
