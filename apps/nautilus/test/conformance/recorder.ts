// Runs the sensor over a capture and writes down every operation it understood, with the messages that it came from.
import { readCapture } from '@nautilus/capture'
import type { Activity, Side } from '@nautilus/model'
import { type Dissector, type Label, type Meaning, protocols, type Session } from '@nautilus/protocols'
import { Sensor } from '@nautilus/sensor'

/** One message, with the bytes that its items point into. */
export type Told = {
  readonly message: unknown
  readonly from: Side
  readonly label: Label
  readonly body: Uint8Array
  /** Of the frame at hand when it was parsed: of the first messages of a flow, a later one. */
  readonly frame: number
}

/** What the sensor made of a request, its reply, or both. */
export type Exchange = {
  readonly protocol: string
  readonly request: Told | null
  readonly reply: Told | null
  readonly meaning: Meaning
}

export type Recording = { readonly sensor: Sensor; readonly exchanges: readonly Exchange[] }

/** Every message down the clear path, and every operation written down. */
export async function recordOf(path: string): Promise<Recording> {
  const exchanges: Exchange[] = []
  let frame = () => 0
  const dissectors = protocols.map(dissector =>
    recorded(
      dissector,
      exchange => exchanges.push(exchange),
      () => frame(),
    ),
  )
  const sensor = new Sensor({ onBatch: () => {}, repeat: false, dissectors })
  frame = () => sensor.packets
  await read(path, sensor)
  return { sensor, exchanges }
}

/** As the product runs it: the repeat path on, operations rolled up into rows. */
export async function rowsOf(path: string): Promise<{ sensor: Sensor; rows: Activity[] }> {
  const rows: Activity[] = []
  const sensor = new Sensor({ onBatch: ({ activities }) => rows.push(...activities) })
  await read(path, sensor)
  return { sensor, rows }
}

async function read(path: string, sensor: Sensor): Promise<void> {
  const reading = await readCapture(path, sensor)
  if (!reading.ok) throw new Error(reading.message)
  sensor.finish()
}

function recorded(dissector: Dissector, note: (exchange: Exchange) => void, frame: () => number): Dissector {
  const known = new WeakMap<object, Told>()
  const toldOf = (message: unknown): Told | null => (message === null ? null : (known.get(message as object) ?? null))
  const { repeat: _, ...plain } = dissector
  return {
    ...plain,
    parse(bytes, from) {
      const parsed = dissector.parse(bytes, from)
      if (parsed.kind !== 'message') return parsed
      const { message, size } = parsed
      const body = parsed.body ?? bytes.subarray(0, size)
      known.set(message as object, { message, from, label: dissector.label(message, from), body, frame: frame() })
      return parsed
    },
    session(): Session<unknown> {
      const session = dissector.session()
      const join: Session<unknown>['join'] = (message, from) => {
        const joined = session.join!(message, from)
        const part = toldOf(message)
        if (joined && part && joined.message !== message) {
          const label = dissector.label(joined.message, from)
          const body = joined.body ?? part.body
          known.set(joined.message as object, { message: joined.message, from, label, body, frame: part.frame })
        }
        return joined
      }
      return {
        ...(session.join ? { join } : {}),
        interpret(request, reply) {
          const meaning = session.interpret(request, reply)
          note({ protocol: dissector.name, request: toldOf(request), reply: toldOf(reply), meaning })
          return meaning
        },
      }
    },
  }
}
