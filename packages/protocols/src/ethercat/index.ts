// EtherCAT: IEC 61158-4-12, ETG.1000; on Ethernet and over UDP. A master sends frames through all stations, which read and
// write in passing; no station has an address of Ethernet.
import { defineDissector, type Label } from '../dissector.ts'
import { mailboxFunction } from './mailbox-meaning.ts'
import { openSession } from './meaning.ts'
import { commandOf, TYPES } from './names.ts'
import { FRAME_HEAD, type Frame, parse } from './parse.ts'

const MAX = 2048

function label({ type, datagrams, gateway }: Frame): Label {
  const inner = datagrams.flatMap(({ command, mailbox }) =>
    mailbox ? [commandOf(command), mailboxFunction(mailbox)] : [commandOf(command)],
  )
  if (gateway) inner.push(mailboxFunction(gateway))
  // Frames come back to the master that sent them, filled in by the devices that they passed.
  const common: Label = { role: 'notice', pair: 0, function: TYPES[type] ?? null, error: false, sender: 'client' }
  return inner.length > 0 ? { ...common, inner } : common
}

/** Type and reserved bit, a length that fits, and a chain of datagrams that ends where the length says. */
function recognize(bytes: Uint8Array): number {
  if (bytes.length < FRAME_HEAD + 12 || bytes[1]! >> 4 !== 1 || (bytes[1]! & 8) !== 0) return -1
  const parsed = parse(bytes)
  if (parsed.kind !== 'message' || parsed.oddities.length > 0 || parsed.message.datagrams.length === 0) return -1
  const last = parsed.message.datagrams.at(-1)!
  const end = FRAME_HEAD + (bytes[0]! | ((bytes[1]! & 7) << 8))
  return last.data + last.length + 2 === end ? 40 : -1
}

export const ethercat = defineDissector<Frame>({
  name: 'ethercat',
  title: 'EtherCAT',
  carriers: { ethernet: [0x88a4], udp: [34980] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: MAX,
})
