// ADS over AMS: the protocol of Beckhoff TwinCAT. Beckhoff Information System, "ADS/AMS specification". TCP between routers,
// UDP for discovery and routes.
import type { Side } from '@nautilus/model'
import { defineDissector, type Label, type Repeat } from '../dissector.ts'
import { discoveryOf, statusOf } from './discovery.ts'
import { openSession } from './meaning.ts'
import { COMMAND, commandOf } from './names.ts'
import { type Ams, DATA, isDiscovery, LONGEST, type Message, parse, TCP_HEADER } from './parse.ts'

function label(message: Message): Label {
  if (message.kind === 'router') return { role: 'notice', pair: 0, function: null, error: false }
  if (message.kind === 'ams') return amsLabel(message)
  const { service, response, invoke } = message
  const common = { pair: invoke, function: discoveryOf(service) }
  // Routers leave the number 0 in everything; then the service tells what belongs together.
  return response
    ? { ...common, role: 'reply', error: statusOf(message) !== 0 }
    : { ...common, role: 'request', error: false }
}

function amsLabel({ command, response, unanswered, invoke, error, result }: Ams): Label {
  const isNotice = !response && (unanswered || command === COMMAND.notification)
  return {
    role: isNotice ? 'notice' : response ? 'reply' : 'request',
    pair: invoke,
    function: commandOf(command),
    error: response && (error !== 0 || result !== 0),
  }
}

const u16 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)
const u32 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0

/** AMS/TCP command 0, two lengths that fit each other, a command of nine, flags of an ADS command, small ports. */
function recognize(bytes: Uint8Array, _from: Side): number {
  if (isDiscovery(bytes)) return bytes.length >= 24 ? 40 : -1
  if (bytes.length < 2) return 0
  if (bytes[0] !== 0 || bytes[1] !== 0) return -1
  if (bytes.length < DATA) return bytes.length >= TCP_HEADER && (u32(bytes, 2) < 32 || u32(bytes, 2) > LONGEST) ? -1 : 0
  const length = u32(bytes, 2)
  const command = u16(bytes, 22)
  const flags = u16(bytes, 24)
  const fits = u32(bytes, 26) === length - 32
  return fits && command >= 1 && command <= 9 && (flags & 4) !== 0 && flags < 0x200 ? 64 : -1
}

/** The repeat path: reads and states, whose invoke id is the last word of the header. */
const repeat: Repeat = {
  volatile: { at: 34, length: 4 },
  size(bytes, start, end) {
    if (end - start < DATA || u16(bytes, start) !== 0) return 0
    const size = TCP_HEADER + u32(bytes, start + 2)
    if (size > end - start || size < DATA || u32(bytes, start + 26) !== size - DATA) return 0
    const command = u16(bytes, start + 22)
    const response = (bytes[start + 24]! & 1) !== 0
    const least = command === COMMAND.read ? (response ? 8 : 12) : command === COMMAND.state ? (response ? 8 : 0) : -1
    return least < 0 || size < DATA + least || u32(bytes, start + 30) !== 0 ? 0 : size
  },
  role: (bytes, start) => ((bytes[start + 24]! & 2) !== 0 ? 0 : (bytes[start + 24]! & 1) !== 0 ? 2 : 1),
  pair: (bytes, start) => u32(bytes, start + 34),
}

export const ads = defineDissector<Message>({
  name: 'ads',
  title: 'ADS',
  carriers: { tcp: [48898], udp: [48899] },
  recognize,
  parse,
  label,
  session: openSession,
  repeat,
  maxMessage: LONGEST,
})
