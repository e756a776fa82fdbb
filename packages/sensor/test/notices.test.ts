// Notices on the repeat path: whatever is said again and again, whole or changed in any byte, gives the same rows and counts
// as on the clear path. Every datagram and frame of every protocol's conversations takes part.
import { readdirSync, readFileSync } from 'node:fs'
import { type Dissector, protocols } from '@nautilus/protocols'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conversation, datagram, type Segment, sense, type Timed } from './wire.ts'

const start = 1_767_225_600e6
const runs = Number(process.env.NAUTILUS_RUNS ?? 300) / 10

const folder = (name: string) => new URL(`../../protocols/src/${name}/captures/`, import.meta.url)

const datagramsOf = ({ name }: Dissector): Segment[] =>
  readdirSync(folder(name))
    .filter(file => file.endsWith('.hex'))
    .filter(file => /^@ datagram$/m.test(readFileSync(new URL(file, folder(name)), 'utf8')))
    .flatMap(file => conversation(`${name}/captures/${file}`))
    .filter(({ bytes }) => bytes.length < 1400)

const macs = { client: [2, 0, 0, 0, 0, 1], server: [2, 0, 0, 0, 0, 2] }

function framed({ carriers }: Dissector, { from, bytes }: Segment, id: number): Uint8Array {
  const to = from === 'client' ? 'server' : 'client'
  const ends = [...macs[to], ...macs[from]]
  const [type] = carriers.ethernet ?? []
  if (type !== undefined) return Uint8Array.from([...ends, type >> 8, type & 255, ...bytes])
  if (carriers.llc ?? carriers.snap) return Uint8Array.from([...ends, bytes.length >> 8, bytes.length & 255, ...bytes])
  return datagram(from, carriers.udp?.[0] ?? 0, bytes, id)
}

const whole = (frames: Iterable<Timed>, repeat: boolean) => {
  const { activities, sightings, sensor } = sense(frames, { repeat })
  const statistics = [...sensor.statistics.protocols].map(([name, p]) => ({ name, ...p, functions: [...p.functions] }))
  return { activities, sightings, statistics, operations: sensor.rollup.operations }
}

const step = fc.record({
  which: fc.nat(),
  times: fc.integer({ min: 1, max: 6 }),
  edits: fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 3 }),
  pause: fc.constantFrom(20_000, 20_000, 20e6, 70e6),
})

describe('on and off give identical activity', () => {
  for (const dissector of protocols) {
    const { carriers } = dissector
    if (!carriers.udp && !carriers.ethernet && !carriers.llc && !carriers.snap) continue
    const said = datagramsOf(dissector)
    if (said.length === 0) continue
    test(dissector.name, () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 12 }), steps => {
          const frames: Timed[] = []
          let at = start
          for (const { which, times, edits, pause } of steps) {
            const { from, bytes } = said[which % said.length]!
            for (let k = 0; k < times; k++) {
              const message = bytes.slice()
              // The first stays as it is, so that there is something to be like.
              if (k > 2) for (const [where, value] of edits) if (where < message.length) message[where] = value
              at += pause / times
              frames.push({ at, bytes: framed(dissector, { from, bytes: message }, frames.length + 1) })
            }
          }
          expect(whole(frames, true)).toEqual(whole(frames, false))
        }),
        { numRuns: Math.ceil(runs) },
      )
    })
  }
})
