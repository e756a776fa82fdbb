// ICMP errors that say of a flow that it does not get through. Sources: RFC 792 (type 3), RFC 4443 (type 1).
import { type Decoder, type FlowTable, Frame, UNREACHABLE } from '@nautilus/capture'

const ICMP = 1
const ICMP_V6 = 58
/** Type, code, checksum and four bytes of no use here. */
const HEAD = 8
const UNREACHABLE_V4 = 3
const FRAGMENTATION_NEEDED = 4
const UNREACHABLE_V6 = 1

/** Whose flow an error quotes: addresses and ports as its packet bore them. One object, filled again for each. */
const quoted = new Frame()

/** Marks the flow that an ICMP error names, if there is one. */
export function noteRefusal(frame: Frame, table: FlowTable, decoder: Decoder): void {
  if (!readQuoted(frame, decoder)) return
  const flow = table.peek(quoted)
  if (flow >= 0) table.state[flow]! |= UNREACHABLE
}

function readQuoted(frame: Frame, decoder: Decoder): boolean {
  const { protocol, dataStart, dataEnd } = frame
  if (dataEnd - dataStart < HEAD) return false
  const { view } = frame.slab
  const type = view.getUint8(dataStart)
  if (protocol === ICMP && type === UNREACHABLE_V4 && view.getUint8(dataStart + 1) !== FRAGMENTATION_NEEDED) {
    return readV4(frame, dataStart + HEAD)
  }
  return protocol === ICMP_V6 && type === UNREACHABLE_V6 && readV6(frame, dataStart + HEAD, decoder)
}

function readV4({ slab: { view }, dataEnd }: Frame, at: number): boolean {
  if (dataEnd - at < 20 || view.getUint8(at) >> 4 !== 4) return false
  quoted.version = 4
  quoted.protocol = view.getUint8(at + 9)
  quoted.source = view.getInt32(at + 12)
  quoted.destination = view.getInt32(at + 16)
  return readPorts(view, at + 4 * (view.getUint8(at) & 15), dataEnd)
}

function readV6({ slab: { view }, dataEnd }: Frame, at: number, { addresses }: Decoder): boolean {
  if (dataEnd - at < 40 || view.getUint8(at) >> 4 !== 6) return false
  quoted.version = 6
  quoted.protocol = view.getUint8(at + 6)
  quoted.source = addresses.number(view, at + 8)
  quoted.destination = addresses.number(view, at + 24)
  return readPorts(view, at + 40, dataEnd)
}

function readPorts(view: DataView, at: number, end: number): boolean {
  if (end - at < 4) return false
  quoted.sourcePort = view.getUint16(at)
  quoted.destinationPort = view.getUint16(at + 2)
  return true
}
