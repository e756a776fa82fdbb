// What every dissector must obey, written once and checked for each entry of the registry.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Dissector, FRONT_OF_FILE, type Session, valuesOf } from '../src/index.ts'
import { fixtures } from './captures.ts'
import { messagesOf, recordsOf } from './conversation.ts'

// With some seventy protocols, two properties each: some four hundred thousand inputs.
const runs = Number(process.env.NAUTILUS_RUNS ?? 3_000)
// NAUTILUS_EACH=60: as many inputs of each protocol as a minute holds, half of it for each of the two properties.
const seconds = Number(process.env.NAUTILUS_EACH ?? 0)
const effort =
  seconds > 0
    ? { numRuns: 1e9, interruptAfterTimeLimit: 500 * seconds, markInterruptAsFailure: false }
    : { numRuns: runs }
const sides = ['client', 'server'] as const

/** Parses, labels and interprets: everything the sensor would do with these bytes. Returns the bytes used up. */
function devour(dissector: Dissector, bytes: Uint8Array, from: 'client' | 'server'): number {
  dissector.recognize(bytes, from)
  const session = dissector.session()
  let at = 0
  while (at < bytes.length) {
    const rest = bytes.subarray(at)
    const parsed = dissector.parse(rest, from)
    if (parsed.kind === 'need') {
      expect(parsed.bytes).toBeGreaterThan(rest.length)
      expect(parsed.bytes).toBeLessThanOrEqual(dissector.maxMessage)
      return at
    }
    if (parsed.kind === 'malformed') return at
    expect(parsed.size).toBeGreaterThan(0)
    expect(parsed.size).toBeLessThanOrEqual(rest.length)
    const own = { message: parsed.message, body: parsed.body ?? rest.subarray(0, parsed.size) }
    const whole = session.join ? session.join(parsed.message, from) : own
    if (whole) mean(dissector, session, whole, from, own.body)
    expect(parsed.skip ?? 0).toBeGreaterThanOrEqual(0)
    const front = rest.subarray(parsed.size, parsed.size + Math.min(parsed.skip ?? 0, FRONT_OF_FILE))
    const told = front.length > 0 ? (dissector.contents?.(front, from) ?? null) : null
    if (told !== null) mean(dissector, session, { message: told }, from, front)
    at += parsed.size + (parsed.skip ?? 0)
  }
  return at
}

function mean(
  dissector: Dissector,
  session: Session<unknown>,
  { message, body }: { message: unknown; body?: Uint8Array },
  from: 'client' | 'server',
  own: Uint8Array,
): void {
  const { role } = dissector.label(message, from)
  const meaning = role === 'request' ? session.interpret(message, null) : session.interpret(null, message)
  for (const operation of [meaning.operation, ...(meaning.more ?? [])]) {
    for (const item of operation?.items ?? []) valuesOf(item, body ?? own)
  }
  for (const { at, length } of meaning.varies ?? []) {
    expect(at).toBeGreaterThanOrEqual(0)
    expect(at + length).toBeLessThanOrEqual(own.length)
  }
}

const damaged = (seed: Uint8Array) =>
  fc
    .record({
      edits: fc.array(fc.tuple(fc.nat(Math.max(0, seed.length - 1)), fc.nat(255)), { maxLength: 6 }),
      keep: fc.nat(seed.length),
      tail: fc.uint8Array({ maxLength: 16 }),
    })
    .map(({ edits, keep, tail }) => {
      const bytes = seed.slice()
      for (const [at, value] of edits) if (bytes.length > 0) bytes[at] = value
      return Uint8Array.from([...bytes.subarray(0, keep), ...tail])
    })

const byDissector = new Map<Dissector, (typeof fixtures)[number][]>()
for (const f of fixtures) byDissector.set(f.dissector, [...(byDissector.get(f.dissector) ?? []), f])

for (const [dissector, mine] of byDissector) {
  const ours = mine.filter(f => f.conversation.ours)
  describe(dissector.name, () => {
    test('any bytes give a value, never a throw', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...sides), (bytes, from) => {
          devour(dissector, bytes, from)
        }),
        effort,
      )
    })

    test('damaged messages give a value, never a throw', () => {
      const chunks = mine.flatMap(f => f.conversation.chunks)
      const pick = fc.constantFrom(...chunks).chain(c => damaged(c.bytes).map(bytes => ({ bytes, from: c.from })))
      fc.assert(
        fc.property(pick, ({ bytes, from }) => {
          const before = bytes.slice()
          devour(dissector, bytes, from)
          expect(bytes).toEqual(before)
        }),
        effort,
      )
    })

    test('a message cut anywhere asks for more, and never for more than the message', () => {
      for (const { conversation } of ours) {
        for (const message of messagesOf(dissector, conversation)) {
          if ('malformed' in message || message.contents) continue
          for (let keep = 0; keep < message.bytes.length; keep++) {
            const parsed = dissector.parse(message.bytes.subarray(0, keep), message.from)
            if (conversation.datagram) continue
            expect(parsed.kind, `${keep} of ${message.bytes.length} bytes`).toBe('need')
            if (parsed.kind === 'need') expect(parsed.bytes).toBeLessThanOrEqual(message.bytes.length)
          }
        }
      }
    })

    test('bytes after a message change nothing', () => {
      for (const { conversation } of ours.filter(f => !f.conversation.datagram)) {
        for (const message of messagesOf(dissector, conversation)) {
          if ('malformed' in message || message.contents) continue
          const longer = Uint8Array.from([...message.bytes, 0xde, 0xad, 0xbe, 0xef])
          const parsed = dissector.parse(longer, message.from)
          expect(parsed.kind === 'message' && parsed.size).toBe(message.bytes.length)
        }
      }
    })

    test('where segments are cut changes nothing', () => {
      for (const { conversation } of ours.filter(f => !f.conversation.datagram)) {
        if (messagesOf(dissector, conversation).some(m => 'malformed' in m)) continue
        const bytewise = conversation.chunks.flatMap(c => [...c.bytes].map(b => ({ ...c, bytes: Uint8Array.of(b) })))
        expect(recordsOf(dissector, { ...conversation, chunks: bytewise })).toEqual(recordsOf(dissector, conversation))
      }
    })

    test('the repeat path agrees with the clear path on size, role and pair', () => {
      const { repeat } = dissector
      if (!repeat) return
      for (const { conversation } of ours) {
        for (const message of messagesOf(dissector, conversation)) {
          if ('malformed' in message || message.contents) continue
          const size = repeat.size(message.bytes, 0, message.bytes.length)
          if (size === 0) continue
          expect(size).toBe(message.bytes.length)
          const role = repeat.role(message.bytes, 0, message.from)
          const label = dissector.label(message.message, message.from)
          if (role !== 0) expect(role).toBe(label.role === 'request' ? 1 : 2)
          if (role !== 0) expect(repeat.pair(message.bytes, 0)).toBe(label.pair)
        }
      }
    })
  })
}
