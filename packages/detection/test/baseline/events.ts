// Random events of a small site over some days.
import { verbs } from '@nautilus/model'
import fc from 'fast-check'
import { claim, connection, operation, who } from '../../src/examples.ts'
import type { Event } from '../../src/index.ts'

const parties = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(ip => who(ip))
const party = fc.constantFrom(...parties)
/** Whole minutes, so that slots repeat; up to a year, so that facts grow old. */
const second = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 365 * 1440 })).map(m => m * 60)
const number = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 }))

const operations = fc
  .record({
    from: party,
    to: party,
    at: second,
    protocol: fc.constantFrom('modbus', 's7comm'),
    verb: fc.constantFrom(...verbs),
    code: fc.constantFrom('1', '3', '6', '16', '43'),
    outcome: fc.constantFrom('ok' as const, 'refused' as const, 'no-reply' as const, 'unseen' as const),
    object: fc.constantFrom('', '1/coils/1', '1/holding-registers/4'),
    access: fc.constantFrom('read' as const, 'write' as const),
    last: fc.oneof(fc.array(number, { maxLength: 3 }), fc.constantFrom('text', '')),
    mean: fc.option(fc.double({ min: 1, max: 1e8, noNaN: true })),
    count: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ code, object, access, last, mean, ...rest }) => {
    const numbers = typeof last === 'string' ? null : last
    const item = { object, access, type: 'f64', unit: null, last, min: numbers, max: numbers } as const
    const interval = mean === null ? null : { min: mean, mean, max: mean, jitter: mean / 9 }
    return operation({ ...rest, object, interval, function: { code, name: code }, items: object ? [item] : [] })
  })

const connections = fc
  .record({
    from: party,
    to: party,
    at: second,
    protocol: fc.constantFrom('modbus', null),
    port: fc.constantFrom(502, 22),
    state: fc.constantFrom('open' as const, 'attempt' as const, 'half' as const),
  })
  .map(connection)

const claims = fc
  .record({
    of: party,
    at: second,
    attribute: fc.constantFrom('vendor' as const, 'firmware' as const, 'binding' as const),
    value: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ of, ...part }) => claim(of, part))

export const events: fc.Arbitrary<Event[]> = fc
  .array(fc.oneof(operations, operations, connections, claims), { maxLength: 40 })
  .map(list => list.sort((a, b) => a.at - b.at))
