// Notifications of S7comm-plus: the values that changed, or objects such as alarms. After the public Wireshark plugin.
import { Reader } from '../reader.ts'
import { type Node, readObjects, START_OF_OBJECT } from './objects.ts'
import { readValue, type Value } from './values.ts'
import { unsigned32 } from './vlq.ts'

export type Notified = {
  /** By the number that the client chose when it subscribed. */
  readonly references: ReadonlyMap<number, Value>
  readonly objects: readonly Node[]
}

const HEAD = 11 // opcode, subscription, and six bytes: kind and credit
const VALUE = 0x92 // a reference in four bytes, then a value
const VALUE_SHORT = 0x9b // a reference of variable length, then a value
const OBJECT = 0x81
const MOST_SKIPPED = 64

export function readNotification(body: Uint8Array): Notified {
  const reader = new Reader(body)
  reader.skip(HEAD)
  unsigned32(reader) // sequence number
  reader.skip(1) // changes so far
  const references = new Map<number, Value>()
  let code = reader.u8()
  for (; (code === VALUE || code === VALUE_SHORT) && !reader.short; code = reader.u8()) {
    const reference = code === VALUE ? reader.u32() : unsigned32(reader)
    const value = readValue(reader)
    if (!reader.short) references.set(reference, value)
  }
  return { references, objects: code === 0 ? [] : objectsIn(body) }
}

/** Objects after their mark: what stands between head and mark differs with the kind. */
function objectsIn(body: Uint8Array): Node[] {
  const mark = body.indexOf(OBJECT, HEAD)
  if (mark < 0 || mark > HEAD + MOST_SKIPPED || body[mark + 1] !== START_OF_OBJECT) return []
  const reader = new Reader(body)
  reader.at = mark + 1
  return readObjects(reader)
}
