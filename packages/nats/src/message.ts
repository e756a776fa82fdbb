// A batch as a message: its bytes are the body, and where it stands in the stream of its sensor is in the headers.
import { headers, type MsgHdrs } from '@nats-io/transport-node'
import { Undecodable } from '@nautilus/bus'
import type { SensorPlace } from './subjects.ts'

/** A batch on its way. `seq` counts from 1 without gaps within `epoch`. */
export type Outgoing = {
  readonly epoch: string
  readonly seq: number
  /** The lowest number of this epoch that the sensor still keeps: everything before it is on the bus. */
  readonly oldest: number
  /** The capture that its frames are of; null on a live interface. */
  readonly file: string | null
  readonly taught: boolean
  /** What the sensor says of itself at this moment, as JSON; null where it says nothing. */
  readonly health: string | null
  readonly body: Uint8Array
}

const EPOCH = 'Nautilus-Epoch'
const SEQ = 'Nautilus-Seq'
const OLDEST = 'Nautilus-Oldest'
const FILE = 'Nautilus-File'
const TAUGHT = 'Nautilus-Taught'
const HEALTH = 'Nautilus-Health'

/** The bus drops what comes again under the same name within its window; the platform does so for ever. */
export const nameOf = (
  { tenant, site, sensor }: SensorPlace,
  { epoch, seq }: Pick<Outgoing, 'epoch' | 'seq'>,
): string => `${tenant}/${site}/${sensor}/${epoch}/${seq}`

export function headersOf({ epoch, seq, oldest, file, taught, health }: Outgoing): MsgHdrs {
  const made = headers()
  made.set(EPOCH, epoch)
  made.set(SEQ, String(seq))
  made.set(OLDEST, String(oldest))
  if (file !== null) made.set(FILE, encodeURIComponent(file))
  if (taught) made.set(TAUGHT, '1')
  if (health !== null) made.set(HEALTH, encodeURIComponent(health))
  return made
}

/** Throws `Undecodable` with what is wrong with its headers. */
export function outgoingOf(given: MsgHdrs | undefined, body: Uint8Array): Outgoing {
  const text = (name: string) => given?.get(name) || null
  const epoch = text(EPOCH)
  if (epoch === null || !/^[\w.:+-]{1,120}$/.test(epoch))
    throw new Undecodable(`the header ${EPOCH} is no name of a run of a sensor`)
  const seq = numberIn(SEQ, text(SEQ))
  const oldest = text(OLDEST) === null ? seq : numberIn(OLDEST, text(OLDEST))
  const file = opened(FILE, text(FILE))
  const health = opened(HEALTH, text(HEALTH))
  return { epoch, seq, oldest, file, taught: text(TAUGHT) === '1', health, body }
}

function numberIn(name: string, text: string | null): number {
  const number = /^\d{1,15}$/.test(text ?? '') ? Number(text) : 0
  if (number < 1) throw new Undecodable(`the header ${name} is no number from 1`)
  return number
}

function opened(name: string, text: string | null): string | null {
  try {
    return text === null ? null : decodeURIComponent(text)
  } catch {
    throw new Undecodable(`the header ${name} is not percent-encoded`)
  }
}
