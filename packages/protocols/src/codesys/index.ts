// CODESYS V3: the protocol between engineering system and runtime, on TCP 11740 and UDP 1740 to 1743. No specification is
// public: after "Security research: CODESYS Runtime, a PLC control framework" (Kaspersky ICS CERT, 2019) and captures.
import { defineDissector, type Label } from '../dissector.ts'
import { interpret } from './meaning.ts'
import { ADDRESS, CLOSE, NAME_SERVICE, OPEN, serviceOf } from './names.ts'
import { BLOCK_HEADER, CHANNEL, DATAGRAM, isBlock, LONGEST, type Message, parse } from './parse.ts'

/** Pairs of channels stay clear of numbers of the name service, which have 32 bits. */
const PAIR = { channel: 2 ** 33, open: 2 ** 34 }
const quiet: Label = { role: 'notice', pair: 0, function: null, error: false }

function label({ body }: Message): Label {
  switch (body.kind) {
    case 'address':
      return { ...quiet, function: ADDRESS }
    case 'name':
      return { role: body.request ? 'request' : 'reply', pair: body.id, function: NAME_SERVICE, error: false }
    case 'control':
      if (body.type === CHANNEL.open) return { role: 'request', pair: PAIR.open, function: OPEN, error: false }
      if (body.type === CHANNEL.opened) return { role: 'reply', pair: PAIR.open, function: OPEN, error: false }
      return body.type === CHANNEL.close ? { ...quiet, function: CLOSE } : quiet
    case 'service': {
      const { ref } = serviceOf(body.group, body.command)
      return {
        role: body.response ? 'reply' : 'request',
        pair: PAIR.channel + body.channel,
        function: ref,
        error: false,
      }
    }
    default:
      return quiet
  }
}

/** Magic, a head length of three words or more, one of five services, and an inside that fits. */
function recognize(bytes: Uint8Array): number {
  if (bytes.length < 4) return bytes.length > 0 && bytes[0] !== DATAGRAM && !isBlock(bytes) ? -1 : 0
  if (bytes[0] === DATAGRAM) return datagramBits(bytes)
  if (!isBlock(bytes)) return -1
  if (bytes.length < BLOCK_HEADER + 6) return 32
  return bytes[BLOCK_HEADER] === DATAGRAM ? 48 : -1
}

function datagramBits(bytes: Uint8Array): number {
  const parsed = parse(bytes)
  if (parsed.kind !== 'message' || parsed.oddities.length > 0 || parsed.message.body.kind === 'opaque') return -1
  const { kind } = parsed.message.body
  // An address notification is eight bytes, of which few are fixed.
  if (kind === 'address') return bytes.length <= 32 && (bytes[1]! & 7) === 3 ? 20 : -1
  return kind === 'name' ? ((bytes[1]! & 7) === 3 ? 44 : -1) : 24
}

export const codesys = defineDissector<Message>({
  name: 'codesys',
  title: 'CODESYS V3',
  carriers: { tcp: [11740], udp: [1740, 1741, 1742, 1743] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: LONGEST,
})
