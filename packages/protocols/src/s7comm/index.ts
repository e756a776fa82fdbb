// S7comm: the protocol of Siemens S7-300/400, and of S7-1200/1500 where PUT/GET is allowed. ISO on TCP (RFC 1006) with
// protocol id 0x32. No specification is public; each file names what it follows.
import type { Side } from '@nautilus/model'
import { readTpdu } from '../carriers/cotp.ts'
import { defineDissector, type Label } from '../dissector.ts'
import { transportRole } from './connect.ts'
import type { Message } from './message.ts'
import { jobNamed } from './names.ts'
import { LONGEST, PROTOCOL_ID, parse } from './parse.ts'
import { repeat } from './repeat.ts'
import { session } from './session.ts'
import { userdataNamed } from './userdata-names.ts'

function label(message: Message, _from: Side): Label {
  switch (message.kind) {
    case 'transport':
      return { role: transportRole(message), pair: message.pair, function: null, error: message.refuses }
    case 'job':
      return { role: 'request', pair: message.reference, function: jobNamed(message.code).ref, error: false }
    case 'ack':
      return {
        role: 'reply',
        pair: message.reference,
        // An acknowledgement without parameter names no function: it is that of the job it answers.
        function: message.code < 0 ? null : jobNamed(message.code).ref,
        error: message.error !== 0,
      }
    case 'userdata': {
      const { role, reference, group, subfunction, error } = message
      return { role, pair: reference, function: userdataNamed(group, subfunction).ref, error: error !== 0 }
    }
    case 'opaque':
      return { role: 'notice', pair: 0, function: null, error: false }
  }
}

/**
 * TPKT and COTP are shared with S7comm-plus and MMS, so a connect gives little; a Siemens TSAP a bit more. A data TPDU
 * with the protocol id and a known ROSCTR had to have 48 bits: TPKT version and reserved byte, COTP length and code,
 * protocol id, ROSCTR, less what is shared.
 */
function recognize(bytes: Uint8Array, from: Side): number {
  const framed = readTpdu(bytes, LONGEST)
  if (framed.kind === 'malformed') return -1
  if (framed.kind === 'need') return recognizeCut(bytes)
  const { tpdu } = framed
  if (bytes[1] !== 0) return -1
  if (tpdu.type !== 'DT') {
    const siemens = tpdu.called?.length === 2 && tpdu.called[0]! > 0 && tpdu.called[0]! < 4
    // What follows the connect in the same bytes says more than the connect.
    const next = framed.size < bytes.length ? recognize(bytes.subarray(framed.size), from) : 0
    return next === 0 ? (siemens ? 20 : 16) : next
  }
  if (tpdu.payload.length === 0) return 12
  return isHeader(tpdu.payload) ? 48 : -1
}

/** A long message of which only the front is there. */
function recognizeCut(bytes: Uint8Array): number {
  if (bytes.length > 1 && bytes[1] !== 0) return -1
  if (bytes.length < 9 || bytes[4] !== 2 || bytes[5] !== 0xf0) return 0
  return isHeader(bytes.subarray(7)) ? 40 : -1
}

const isHeader = (bytes: Uint8Array): boolean =>
  bytes[0] === PROTOCOL_ID && (bytes[1] === 1 || bytes[1] === 2 || bytes[1] === 3 || bytes[1] === 7)

export const s7comm = defineDissector<Message>({
  name: 's7comm',
  title: 'S7comm',
  carriers: { tcp: [102] },
  recognize,
  parse,
  label,
  session,
  repeat,
  maxMessage: LONGEST,
})
