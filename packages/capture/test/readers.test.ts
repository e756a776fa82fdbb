import fc from 'fast-check'
import { expect, describe as group, test } from 'vitest'
import { MAX_RECORD } from '../src/records.ts'
import { ascii, bytes, counting } from './bytes.ts'
import {
  block,
  describe,
  enhanced,
  MICRO,
  MODIFIED,
  NANO,
  obsolete,
  option,
  type Packet,
  pcap,
  section,
  simple,
  word,
} from './files.ts'
import { read } from './reading.ts'

const runs = Number(process.env.NAUTILUS_RUNS ?? 20_000)
const hexOf = (data: Uint8Array): string => Buffer.from(data).toString('hex')
const packets: readonly Packet[] = [
  { data: counting(60), seconds: 1_700_000_000, fraction: 123_456 },
  { data: counting(0), seconds: 1_700_000_001, fraction: 1 },
  { data: counting(97, 3), seconds: 1_700_000_002, fraction: 999_999, original: 1500 },
]

group('classic pcap', () => {
  for (const little of [true, false]) {
    for (const [name, magic] of [
      ['microseconds', MICRO],
      ['nanoseconds', NANO],
      ['modified', MODIFIED],
    ] as const) {
      test(`${name}, ${little ? 'little' : 'big'}-endian`, () => {
        const { records, damage, format } = read(pcap(packets, { little, magic }))
        expect(damage).toBeNull()
        expect(format).toBe('pcap')
        expect(records).toEqual(
          packets.map(p => ({
            at: p.seconds! * 1e6 + (magic === NANO ? Math.floor(p.fraction! / 1000) : p.fraction!),
            data: hexOf(p.data),
            captured: p.data.length,
            original: p.original ?? p.data.length,
            link: 1,
          })),
        )
      })
    }
  }

  test('a file header without packets is a capture of nothing', () => {
    expect(read(pcap([]))).toMatchObject({ records: [], damage: null, format: 'pcap' })
  })

  test('an unknown link type is told once and its records still come', () => {
    const { records, unread } = read(pcap(packets, { link: 105 }))
    expect(unread).toEqual([105])
    expect(records.map(r => r.link)).toEqual([-1, -1, -1])
  })

  test('a check sequence named in the header is taken off, and only where it was captured', () => {
    const link = (0x2000_0001 | 0x0400_0000) >>> 0
    const cut = { data: counting(50), original: 100 }
    const partly = { data: counting(98), original: 100 }
    const { records } = read(pcap([{ data: counting(64) }, cut, partly], { link }))
    expect(records.map(r => r.captured)).toEqual([60, 50, 96])
    expect(records.map(r => r.link)).toEqual([1, 1, 1])
  })

  test('a record larger than any frame is damage at its header; what came before stands', () => {
    const bad = bytes(word(1, true), word(0, true), word(MAX_RECORD + 1, true), word(60, true))
    const { records, damage } = read(bytes(pcap(packets), bad, counting(5000)))
    expect(records).toHaveLength(3)
    expect(damage?.at).toBe(pcap(packets).length)
    expect(damage?.why).toContain(`${MAX_RECORD + 1} bytes`)
  })

  test('the largest record is read', () => {
    const { records, damage } = read(pcap([{ data: counting(MAX_RECORD) }, { data: counting(1) }]), [1000])
    expect(damage).toBeNull()
    expect(records.map(r => r.captured)).toEqual([MAX_RECORD, 1])
  })
})

const resolved = (value: number, extra: Uint8Array = bytes([])) =>
  describe(1, { options: bytes(option(9, [value]), extra, option(0, [])) })

group('pcapng', () => {
  test('sections of either byte order, each with its own interfaces', () => {
    const file = bytes(
      section(true),
      describe(1),
      enhanced(counting(20), { stamp: 5_000_000n }),
      section(false),
      describe(113, { little: false }),
      describe(101, { little: false }),
      enhanced(counting(21), { little: false, port: 1, stamp: 6_000_000n }),
      enhanced(counting(22), { little: false, port: 0, stamp: 7_000_000n }),
    )
    const { records, damage } = read(file)
    expect(damage).toBeNull()
    expect(records.map(r => [r.captured, r.link, r.at])).toEqual([
      [20, 1, 5e6],
      [21, 101, 6e6],
      [22, 113, 7e6],
    ])
  })

  test('an interface of an earlier section is not one of this', () => {
    const file = bytes(section(), describe(1), section(), enhanced(counting(20)))
    expect(read(file).damage).toEqual({
      at: section().length * 2 + describe(1).length,
      why: 'a packet of interface 0, which no block describes',
    })
  })

  const exact: [string, number, (micros: bigint) => bigint][] = [
    ['10^-6', 6, m => m],
    ['10^-9', 9, m => m * 1000n + 999n],
    ['10^-7', 7, m => m * 10n + 9n],
    ['10^-8', 8, m => m * 100n],
    ['2^-20', 0x80 | 20, m => (m * (1n << 20n) + 999_999n) / 1_000_000n],
    ['2^-30', 0x80 | 30, m => (m * (1n << 30n) + 999_999n) / 1_000_000n],
    ['2^-32', 0x80 | 32, m => (m * (1n << 32n) + 999_999n) / 1_000_000n],
  ]
  for (const [name, value, unitsOf] of exact) {
    test(`a clock of ${name} s is exact to the microsecond`, () => {
      fc.assert(
        fc.property(fc.bigInt(0n, 4_000_000_000_000_000n), micros => {
          const file = bytes(section(), resolved(value), enhanced(counting(4), { stamp: unitsOf(micros) }))
          expect(read(file).records[0]?.at).toBe(Number(micros))
        }),
        { numRuns: 300 },
      )
    })
  }

  test('coarse clocks: seconds and milliseconds', () => {
    const file = (value: number, stamp: bigint) => bytes(section(), resolved(value), enhanced(counting(4), { stamp }))
    expect(read(file(0, 1_700_000_123n)).records[0]?.at).toBe(1_700_000_123e6)
    expect(read(file(3, 1_700_000_000_123n)).records[0]?.at).toBe(1_700_000_000_123_000)
    expect(read(file(0x80, 1_700_000_123n)).records[0]?.at).toBe(1_700_000_123e6)
  })

  test('absurd clocks give numbers, not exceptions', () => {
    for (let value = 0; value < 256; value++) {
      const file = bytes(section(), resolved(value), enhanced(counting(4), { stamp: (1n << 64n) - 1n }))
      expect(Number.isFinite(read(file).records[0]?.at)).toBe(true)
    }
  })

  test('an offset in seconds is added, also a negative one', () => {
    for (const [little, seconds] of [
      [true, 1_600_000_000n],
      [false, -3600n],
    ] as const) {
      const raw = new Uint8Array(8)
      new DataView(raw.buffer).setBigInt64(0, seconds, little)
      const options = bytes(option(14, raw, little), option(0, [], little))
      const file = bytes(
        section(little),
        describe(1, { little, options }),
        enhanced(counting(4), { little, stamp: 7_200_000_000n }),
      )
      expect(read(file).records[0]?.at).toBe(Number(seconds) * 1e6 + 7_200_000_000)
    }
  })

  test('comments and unknown blocks change nothing', () => {
    const comment = option(1, ascii('what the engineer noted'))
    const file = bytes(
      section(true, bytes(comment, option(0, []))),
      block(5, counting(40)),
      describe(1, { options: bytes(comment, option(2, ascii('eth0')), option(0, [])) }),
      block(0x0000_0bad, counting(13)),
      enhanced(counting(33), { options: bytes(comment, option(0, [])) }),
      block(4, counting(700_000)),
      block(0x8000_0001, []),
      enhanced(counting(34)),
    )
    for (const sizes of [[file.length], [7], [100_000]]) {
      const { records, damage } = read(file, sizes)
      expect(damage).toBeNull()
      expect(records.map(r => r.data)).toEqual([hexOf(counting(33)), hexOf(counting(34))])
    }
  })

  test('simple packet blocks are cut by the snap length and have no time', () => {
    const file = bytes(section(), describe(1, { snap: 30 }), simple(counting(30), 100), simple(counting(10)))
    expect(read(file).records.map(r => [r.captured, r.original, r.at])).toEqual([
      [30, 100, 0],
      [10, 10, 0],
    ])
    const free = bytes(section(), describe(1), simple(counting(61)))
    expect(read(free).records[0]?.captured).toBe(61)
  })

  test('the obsolete packet block is read', () => {
    for (const little of [true, false]) {
      const file = bytes(
        section(little),
        describe(1, { little }),
        describe(101, { little }),
        obsolete(counting(31), { little, port: 1, stamp: 9n << 32n, original: 99 }),
      )
      expect(read(file).records).toEqual([
        { at: 9 * 2 ** 32, data: hexOf(counting(31)), captured: 31, original: 99, link: 101 },
      ])
    }
  })

  test('a check sequence is taken off, told in bytes or in bits', () => {
    for (const value of [4, 32]) {
      const port = describe(1, { options: bytes(option(13, [value]), option(0, [])) })
      const file = bytes(
        section(),
        port,
        enhanced(counting(64)),
        enhanced(counting(50), { original: 99 }),
        simple(counting(64)),
      )
      expect(read(file).records.map(r => r.captured)).toEqual([60, 50, 60])
    }
  })

  const faults: [string, Uint8Array, string][] = [
    ['a block of 8 bytes', bytes(word(6, true), word(8, true), word(8, true)), 'a block of 8 bytes'],
    ['a length that is no multiple of four', bytes(word(6, true), word(33, true), counting(25)), 'a block of 33 bytes'],
    [
      'a packet block without end',
      bytes(word(6, true), word(0xffff_fff0, true), counting(25)),
      'more than a packet takes',
    ],
    [
      'an interface block without end',
      bytes(word(1, true), word(0x7fff_fff0, true), counting(25)),
      'more than a packet takes',
    ],
    ['two lengths that differ', bytes(enhanced(counting(8)).subarray(0, -4), word(44, true)), 'two lengths differ'],
    ['a packet longer than its block', enhanced(counting(8)).fill(0xff, 20, 22), 'in a block of 40'],
    ['a packet block too short', block(6, counting(12)), 'too short'],
    ['an interface block too short', block(1, counting(4)), 'too short'],
    ['a section header too short', block(0x0a0d0d0a, word(0x1a2b3c4d, true)), 'too short'],
    ['a section without byte-order mark', block(0x0a0d0d0a, counting(16)), 'byte-order mark'],
    ['a packet larger than any frame', enhanced(counting(MAX_RECORD + 4)), 'more than any frame'],
  ]
  for (const [name, fault, why] of faults) {
    test(`${name} is damage where it stands`, () => {
      const before = bytes(section(), describe(1), enhanced(counting(20)))
      const { records, damage } = read(bytes(before, fault, enhanced(counting(20))))
      expect(records).toHaveLength(1)
      expect(damage?.at).toBe(before.length)
      expect(damage?.why).toContain(why)
    })
  }
})

const small: [string, Uint8Array, number[]][] = (() => {
  const made: [string, Uint8Array[]][] = [
    ['pcap', [pcap([]), ...packets.map(p => pcap([p]).subarray(24))]],
    [
      'pcap, modified',
      [pcap([], { magic: MODIFIED }), ...packets.map(p => pcap([p], { magic: MODIFIED }).subarray(24))],
    ],
    [
      'pcapng',
      [
        section(),
        describe(1),
        enhanced(counting(41)),
        block(77, counting(60)),
        simple(counting(7)),
        enhanced(counting(20)),
      ],
    ],
    ['pcapng, big-endian', [section(false), describe(1, { little: false }), enhanced(counting(41), { little: false })]],
  ]
  return made.map(([name, parts]) => {
    let end = 0
    return [name, bytes(...parts), parts.map(part => (end += part.length))]
  })
})()

group('truncation and pieces', () => {
  for (const [name, file, ends] of small) {
    test(`${name}: cut at every byte, all whole records come and the damage is where the cut part begins`, () => {
      const all = read(file).records
      for (let cut = 0; cut < file.length; cut++) {
        const { records, damage } = read(file.subarray(0, cut), [cut % 2 ? 5 : cut || 1])
        expect(records).toEqual(all.slice(0, records.length))
        const whole = ends.filter(end => end <= cut)
        if (cut === 0) expect(damage).toEqual({ at: 0, why: 'the file is empty' })
        else if (whole.includes(cut)) expect(damage).toBeNull()
        else {
          expect(damage?.at).toBe(whole.at(-1) ?? 0)
          expect(damage?.why).toMatch(cut < 4 ? /not a capture/ : /cut/)
        }
        const expected = read(file.subarray(0, whole.at(-1) ?? 0)).records
        expect(records).toHaveLength(expected.length)
      }
    })

    test(`${name}: any pieces give the same records`, () => {
      const all = read(file)
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 20 }), sizes => {
          expect(read(file, sizes)).toEqual(all)
        }),
        { numRuns: 500 },
      )
    })
  }

  test('a large block of no interest that is cut is damage at its beginning', () => {
    const before = bytes(section(), describe(1), enhanced(counting(20)))
    const file = bytes(before, block(0x0bad, counting(900_000)).subarray(0, 800_000))
    expect(read(file, [100_000]).damage).toEqual({
      at: before.length,
      why: 'the last block is cut: 100012 bytes missing',
    })
  })

  test('files larger than the slab', () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({ data: counting(1200 + (i % 300), i) }))
    for (const file of [pcap(many), bytes(section(), describe(1), ...many.map(p => enhanced(p.data)))]) {
      for (const sizes of [[file.length], [65_536], [999]]) {
        const { records, damage } = read(file, sizes)
        expect(damage).toBeNull()
        expect(records.every((r, i) => r.data === hexOf(many[i]!.data))).toBe(true)
        expect(records).toHaveLength(3000)
      }
    }
  })
})

group('bytes that are no capture', () => {
  test('are refused at once', () => {
    const { damage, taken } = read(new Uint8Array(10_000_000), [65_536])
    expect(damage).toEqual({ at: 0, why: 'not a capture file' })
    expect(taken).toBe(65_536)
  })

  test('never throw and never hang, whatever they are', () => {
    const fronts = small.map(([, file]) => file)
    fc.assert(
      fc.property(
        fc.constantFrom(...fronts, bytes([])),
        fc.nat(200),
        fc.uint8Array({ maxLength: 120 }),
        fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 5 }),
        fc.integer({ min: 1, max: 400 }),
        (front, keep, junk, edits, size) => {
          const file = bytes(front.subarray(0, keep), junk)
          for (const [at, value] of edits) if (at < file.length) file[at] = value
          const once = read(file)
          expect(read(file, [size]).records).toEqual(once.records)
          expect(once.damage ? once.damage.at <= file.length : true).toBe(true)
        },
      ),
      { numRuns: Math.min(runs, 200_000) },
    )
  })
})
