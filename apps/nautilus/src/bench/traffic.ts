// What each protocol costs on real traffic: captures through the sensor with the repeat path off, every call of a
// dissector timed.
import { readCapture } from '@nautilus/capture'
import { type Dissector, protocols, type Session } from '@nautilus/protocols'
import { Sensor } from '@nautilus/sensor'
import type { Cost } from './protocols.ts'

class Meter {
  readonly #clock: () => number
  /** What asking the clock costs, milliseconds. */
  readonly #tare: number
  spent = 0

  constructor(clock: () => number) {
    this.#clock = clock
    this.#tare = tareOf(clock)
  }

  time<T>(work: () => T): T {
    const began = this.#clock()
    const result = work()
    this.spent += Math.max(0, this.#clock() - began - this.#tare)
    return result
  }
}

function tareOf(clock: () => number): number {
  const times = 10_000
  const began = clock()
  for (let i = 0; i < times; i++) clock()
  return (clock() - began) / times
}

/** Reads the captures `rounds` times, the first to warm up; what cannot be read is left out. `clock` is in milliseconds. */
export async function trafficCosts(files: readonly string[], rounds: number, clock: () => number): Promise<Cost[]> {
  const meters = new Map(protocols.map(dissector => [dissector, new Meter(clock)]))
  const messages = new Map<string, number>()
  for (let round = 0; round <= rounds; round++) {
    if (round === 1) for (const meter of meters.values()) meter.spent = 0
    for (const file of files) {
      const dissectors = protocols.map(dissector => metered(dissector, meters.get(dissector)!))
      const sensor = new Sensor({ onBatch: () => {}, repeat: false, dissectors })
      await readCapture(file, sensor)
      sensor.finish()
      if (round === 0) continue
      for (const [name, counts] of sensor.statistics.protocols) {
        messages.set(name, (messages.get(name) ?? 0) + counts.messages)
      }
    }
  }
  return protocols
    .map(dissector => {
      const count = messages.get(dissector.name) ?? 0
      const perMessage = count > 0 ? (meters.get(dissector)!.spent * 1e6) / count : 0
      return { title: dissector.title, conversations: files.length, messages: Math.round(count / rounds), perMessage }
    })
    .filter(cost => cost.messages > 0)
    .sort((a, b) => b.perMessage - a.perMessage)
}

function metered(dissector: Dissector, meter: Meter): Dissector {
  const { repeat: _, ...plain } = dissector
  return {
    ...plain,
    parse: (bytes, from) => meter.time(() => dissector.parse(bytes, from)),
    label: (message, from) => meter.time(() => dissector.label(message, from)),
    session(): Session<unknown> {
      const session = dissector.session()
      const interpret: Session<unknown>['interpret'] = (request, reply) =>
        meter.time(() => session.interpret(request, reply))
      return session.join ? { join: (m, from) => meter.time(() => session.join!(m, from)), interpret } : { interpret }
    },
  }
}
