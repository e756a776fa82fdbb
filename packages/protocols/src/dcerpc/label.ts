// How a packet is counted: a call by its interface and number, everything else by its type. C706, 12.6.3.
import type { FunctionRef } from '@nautilus/model'
import type { Label } from '../dissector.ts'
import { PDU, type Pdu } from './message.ts'
import { callName } from './operations.ts'
import { refusalOf } from './status.ts'

const types: Readonly<Record<number, FunctionRef>> = Object.freeze({
  [PDU.bind]: { code: 'bind', name: 'bind' },
  [PDU.bindAck]: { code: 'bind', name: 'bind' },
  [PDU.bindNak]: { code: 'bind', name: 'bind' },
  [PDU.alter]: { code: 'alter', name: 'alter context' },
  [PDU.alterReply]: { code: 'alter', name: 'alter context' },
  [PDU.auth3]: { code: 'auth3', name: 'third leg of authentication' },
  [PDU.shutdown]: { code: 'shutdown', name: 'shutdown' },
  [PDU.cancel]: { code: 'cancel', name: 'cancel' },
  [PDU.orphaned]: { code: 'orphaned', name: 'orphaned' },
  [PDU.rts]: { code: 'rts', name: 'request to send, over HTTP' },
  [PDU.response]: { code: 'response', name: 'response without request' },
  [PDU.fault]: { code: 'response', name: 'response without request' },
})

/** `svcctl:12 CreateServiceW`; `opnum:12` where the interface is not known. */
export function functionOf(pdu: Pdu): FunctionRef {
  const { type, opnum } = pdu
  const isCall = type === PDU.request || type === PDU.response || type === PDU.fault
  if (!isCall || opnum < 0) return types[type]!
  if (pdu.interface === '') return { code: `opnum:${opnum}`, name: `operation ${opnum}` }
  return { code: `${pdu.interface}:${opnum}`, name: callName(pdu.interface, opnum) }
}

/** A call that wants no answer: `maybe`. */
const MAYBE = 0x40

export function label(pdu: Pdu): Label {
  const { type, call } = pdu
  switch (type) {
    case PDU.request: {
      const role = (pdu.flags & MAYBE) !== 0 ? 'notice' : 'request'
      return { role, pair: call, function: functionOf(pdu), error: false }
    }
    case PDU.bind:
    case PDU.alter:
      return { role: 'request', pair: call, function: functionOf(pdu), error: false }
    case PDU.response:
    case PDU.fault: {
      const ref = pdu.opnum < 0 ? null : functionOf(pdu)
      return { role: 'reply', pair: call, function: ref, error: refusalOf(pdu) !== null }
    }
    case PDU.bindAck:
    case PDU.alterReply:
    case PDU.bindNak: {
      // A refused alteration is answered by a nak too.
      const ref = type === PDU.bindNak ? null : functionOf(pdu)
      return { role: 'reply', pair: call, function: ref, error: refusalOf(pdu) !== null }
    }
    default:
      return { role: 'notice', pair: 0, function: functionOf(pdu), error: false }
  }
}
