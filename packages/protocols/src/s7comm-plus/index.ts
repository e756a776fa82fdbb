// S7comm-plus: the protocol of S7-1200 and S7-1500, protocol id 0x72 in COTP over TPKT. No specification is published: after
// the public Wireshark plugin by Thomas Wiens, "Rogue7" (Black Hat USA 2019) and captures.
import type { Side } from '@nautilus/model'
import { readTpdu } from '../carriers/cotp.ts'
import { TPKT_LONGEST } from '../carriers/tpkt.ts'
import { defineDissector, type Label } from '../dissector.ts'
import { printable } from '../reader.ts'
import { isVersion, KEEP_ALIVE as KEEP_ALIVE_VERSION, LONGEST, PROTOCOL_ID, SHORT_KEEP_ALIVE } from './frames.ts'
import { isTls, type Message, parse } from './message.ts'
import { functionOf, KEEP_ALIVE, NOTIFICATION, TLS } from './names.ts'
import { isFailure } from './results.ts'
import { openSession } from './session.ts'

/** Pairs a COTP connection request with its confirm, apart from all sequence numbers. */
const CONNECT = -1

function label(message: Message): Label {
  switch (message.kind) {
    case 'request':
      return { role: 'request', pair: message.sequence, function: functionOf(message.function), error: false }
    case 'reply':
      return {
        role: 'reply',
        pair: message.sequence,
        function: functionOf(message.function),
        error: isFailure(message),
      }
    case 'notification':
      return notice(NOTIFICATION)
    case 'keep-alive':
      return notice(KEEP_ALIVE)
    case 'tls':
      return notice(TLS)
    case 'transport':
      if (message.type === 'CR') return { role: 'request', pair: CONNECT, function: null, error: false }
      if (message.type === 'CC') return { role: 'reply', pair: CONNECT, function: null, error: false }
      return notice(null)
    default:
      return notice(null)
  }
}

const notice = (ref: Label['function']): Label => ({ role: 'notice', pair: 0, function: ref, error: false })

/** TPKT version and reserved byte, length indicator and code of the TPDU: what MMS and S7comm give too. */
const SHARED = 12

function recognize(bytes: Uint8Array, from: Side): number {
  const framed = readTpdu(bytes, TPKT_LONGEST)
  if (framed.kind === 'malformed') return -1
  if (framed.kind === 'need') return peek(bytes)
  const { tpdu } = framed
  if (tpdu.type === 'CR' || tpdu.type === 'CC') {
    const isRoot = printable(tpdu.called ?? new Uint8Array()).startsWith('SIMATIC-ROOT-')
    // What follows the connect in the same bytes says more than the connect.
    const next = framed.size < bytes.length ? recognize(bytes.subarray(framed.size), from) : 0
    return isRoot ? 64 : next === 0 ? SHARED : next
  }
  if (tpdu.type !== 'DT') return SHARED
  return tpdu.payload.length === 0 ? SHARED : evidence(tpdu.payload)
}

/** The start of a DT whose end is not here yet. */
function peek(bytes: Uint8Array): number {
  if (bytes.length < 11 || bytes[4] !== 2 || bytes[5] !== 0xf0) return 0
  return bytes[7] === PROTOCOL_ID ? evidence(bytes.subarray(7, 11)) : -1
}

/** Protocol id, version and a length that fits: 8 bits, 6 bits, 12 bits. */
function evidence(payload: Uint8Array): number {
  if (isTls(payload)) return SHARED + 20
  if (payload[0] !== PROTOCOL_ID) return -1
  const version = payload[1] ?? 0
  if (version === SHORT_KEEP_ALIVE) return SHARED + 14
  const length = ((payload[2] ?? 0) << 8) | (payload[3] ?? 0)
  const fits = payload.length === 4 || 4 + length === payload.length || 8 + length === payload.length
  return (isVersion(version) || version === KEEP_ALIVE_VERSION) && fits ? SHARED + 26 : -1
}

export const s7commPlus = defineDissector<Message>({
  name: 's7comm-plus',
  title: 'S7comm-plus',
  carriers: { tcp: [102] },
  recognize,
  parse,
  label,
  session: openSession,
  maxMessage: LONGEST,
})
