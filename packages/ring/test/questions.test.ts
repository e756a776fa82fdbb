// What is asked for is found, nothing else, and by the index alone as well as without it.
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { flowsOf, type Question, RingTrouble } from '../src/index.ts'
import { answered, ETHERNET, folders, type Given, Keeping, numbered, STREAM, type Told, usual } from './keeping.ts'

const { folder, clear } = folders()
afterAll(clear)

const u16 = (value: number): number[] => [value >> 8, value & 255]
const MACS = ['02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:03']
const V4 = ['10.0.0.1', '10.0.0.2', '10.0.0.3']
const V6 = ['fd00::1', 'fd00::2', 'fd00::3']
const PORTS = [502, 4000, 4001]

type Spec = {
  readonly kind: 'v4' | 'v6' | 'arp' | 'piece'
  readonly from: number
  readonly to: number
  readonly source: number
  readonly destination: number
  readonly isTagged: boolean
  readonly size: number
}

const end = fc.integer({ min: 0, max: 2 })
const anySpec: fc.Arbitrary<Spec> = fc.record({
  kind: fc.constantFrom('v4', 'v6', 'arp', 'piece'),
  from: end,
  to: end,
  source: end,
  destination: end,
  isTagged: fc.boolean(),
  size: fc.integer({ min: 0, max: 200 }),
})

const mac = (index: number): number[] => MACS[index]!.split(':').map(part => Number.parseInt(part, 16))
const v6 = (index: number): number[] => [0xfd, ...Array<number>(14).fill(0), index + 1]

function frameOf({ kind, from, to, source, destination, isTagged, size }: Spec): Uint8Array {
  const udp = [
    ...u16(PORTS[source]!),
    ...u16(PORTS[destination]!),
    ...u16(8 + size),
    0,
    0,
    ...Array<number>(size).fill(7),
  ]
  // The second piece of a packet: it shows no ports.
  const offset = kind === 'piece' ? 100 : 0
  const head4 = [
    0x45,
    0,
    ...u16(20 + udp.length),
    0,
    9,
    ...u16(offset),
    64,
    17,
    0,
    0,
    10,
    0,
    0,
    from + 1,
    10,
    0,
    0,
    to + 1,
  ]
  const head6 = [0x60, 0, 0, 0, ...u16(udp.length), 17, 64, ...v6(from), ...v6(to)]
  const [type, content] =
    kind === 'arp'
      ? [0x0806, Array<number>(28).fill(1)]
      : kind === 'v6'
        ? [0x86dd, [...head6, ...udp]]
        : [0x0800, [...head4, ...udp]]
  return Uint8Array.from([...mac(to), ...mac(from), ...(isTagged ? [0x81, 0, 0, 5] : []), ...u16(type), ...content])
}

const hostOf = ({ kind }: Spec, index: number): string | null =>
  kind === 'arp' ? null : kind === 'v6' ? V6[index]! : V4[index]!

/** What a question means, said once more, from what the frames were made of. */
function means(question: Question, spec: Spec, { at, number }: Told): boolean {
  const { from, to, source, destination, kind } = spec
  if (at < (question.from ?? 0) || at > (question.to ?? Number.POSITIVE_INFINITY)) return false
  if (question.numbers && !question.numbers.includes(number)) return false
  const ends = [MACS[from], MACS[to], hostOf(spec, from), hostOf(spec, to)]
  if (!(question.hosts ?? []).every(host => ends.includes(host))) return false
  const hasPorts = kind === 'v4' || kind === 'v6'
  return question.port === undefined || (hasPorts && [PORTS[source], PORTS[destination]].includes(question.port))
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const anyQuestion = fc
  .record({
    from: maybe(fc.integer({ min: 0, max: 60 })),
    to: maybe(fc.integer({ min: 0, max: 60 })),
    numbers: maybe(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 })),
    hosts: maybe(fc.array(fc.constantFrom(...MACS, ...V4, ...V6), { maxLength: 2 })),
    port: maybe(fc.constantFrom(...PORTS)),
  })
  .map(asked => Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Question)

const given = (specs: readonly Spec[]): Given[] =>
  specs.map((spec, index) => {
    const bytes = frameOf(spec)
    return { bytes, at: index, original: bytes.length, link: ETHERNET }
  })

const anySpecs = fc.array(anySpec, { minLength: 1, maxLength: 60 })

test('a question by numbers, time, hosts and port gives exactly the frames that it means', () => {
  fc.assert(
    fc.property(anySpecs, anyQuestion, fc.boolean(), (specs, question, isEnded) => {
      const place = folder()
      const frames = given(specs)
      const keeping = new Keeping({ ...usual, folder: place, segment: 6000 }, { block: 1024 }).keep(frames)
      if (isEnded) keeping.end()
      else keeping.flush()
      const wanted = numbered(frames).filter((told, index) => means(question, specs[index]!, told))
      expect(answered(place, question)).toEqual(wanted)
    }),
    { numRuns: 150 },
  )
})

test('a flow is found in both directions, with the pieces of its packets, and no other flow', () => {
  fc.assert(
    fc.property(anySpecs, anySpec, (specs, one) => {
      const place = folder()
      const frames = given(specs)
      new Keeping({ ...usual, folder: place, segment: 6000 }, { block: 1024 }).keep(frames).end()
      const flows = flowsOf(given([one]))
      expect(flows).toHaveLength(1)
      const wanted = numbered(frames).filter((_, index) => isAlike(specs[index]!, one))
      expect(answered(place, { flows })).toEqual(wanted)
    }),
    { numRuns: 100 },
  )
})

function isAlike(a: Spec, b: Spec): boolean {
  const isSame = (x: Spec, y: Spec) => x.from === y.from && x.to === y.to
  const areEnds = isSame(a, b) || (a.from === b.to && a.to === b.from)
  if (a.kind === 'arp' || b.kind === 'arp') return a.kind === b.kind && areEnds
  if ((a.kind === 'v6') !== (b.kind === 'v6') || !areEnds) return false
  if (a.kind === 'piece') return true
  // A piece names no ports: it asks for the other pieces.
  if (b.kind === 'piece') return false
  const straight = isSame(a, b) && a.source === b.source && a.destination === b.destination
  return straight || (a.from === b.to && a.to === b.from && a.source === b.destination && a.destination === b.source)
}

test('numbers count within a stream', () => {
  const place = folder()
  const specs: Spec[] = Array.from({ length: 5 }, (_, from) => ({
    ...{ kind: 'v4', from: from % 3, to: 1, source: 0, destination: 1, isTagged: false, size: from },
  }))
  new Keeping({ ...usual, folder: place }).keep(given(specs)).end()
  new Keeping({ ...usual, folder: place, stream: 'live:span@2027' }).keep(given(specs.toReversed())).end()
  const of = (stream: string) => answered(place, { stream, numbers: [1, 4] }).map(({ bytes }) => bytes.length)
  expect(of(STREAM)).toEqual([42, 45])
  expect(of('live:span@2027')).toEqual([46, 43])
  expect(of('live:other@2027')).toEqual([])
})

test('what is no address is refused in a sentence', () => {
  expect(() => answered(folder(), { hosts: ['plc-1'] })).toThrow(RingTrouble)
  expect(() => answered(folder(), { hosts: ['10.0.0.256'] })).toThrow('10.0.0.256 is no address')
})

test('a block with too many ends is looked through, and nothing is missed', () => {
  const place = folder()
  const frames: Given[] = Array.from({ length: 9000 }, (_, index) => {
    const bytes = frameOf({ kind: 'v4', from: 0, to: 1, source: 0, destination: 1, isTagged: false, size: 0 })
    bytes.set([index >> 8, index & 255], 32)
    return { bytes, at: index, original: bytes.length, link: ETHERNET }
  })
  new Keeping({ ...usual, folder: place }, { block: 1 << 20 }).keep(frames).end()
  expect(answered(place, { hosts: ['10.0.31.64'] }).map(({ number }) => number)).toEqual([31 * 256 + 64 + 1])
})
