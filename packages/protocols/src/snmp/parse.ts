// SNMP messages: RFC 1157, 4; RFC 3416, 3 (PDUs); RFC 3412, 6 and RFC 3414, 2.4 (version 3).
import { type Element, elementAt, elementsIn, integerIn, oidText } from '../carriers/elements.ts'
import { hex, printable } from '../reader.ts'

export type Binding = { readonly oid: string; readonly tag: number; readonly at: number; readonly length: number }

export type Snmp = {
  readonly version: number
  readonly type: number
  /** Number that a response repeats. */
  readonly request: number
  readonly error: number
  readonly hasCommunity: boolean
  readonly bindings: readonly Binding[]
  /** Of a trap of version 1: what happened, and the maker's object. */
  readonly trap: { readonly enterprise: string; readonly kind: number; readonly specific: number } | null
  readonly engine: string
  readonly user: string
  /** Of version 3: encrypted, and whether an answer is asked for. */
  readonly hidden: boolean
  readonly reportable: boolean
  /** What the values are read from. */
  readonly bytes: Uint8Array
}

/** A message, or where it stops to be one. */
export type Read = { readonly message: Snmp } | { readonly fault: number }

const SEQUENCE = 0x30
const INTEGER = 0x02
const OCTETS = 0x04
const OID = 0x06
export const TRAP = 4
const VERSION_3 = 3
const MAX_BINDINGS = 128

type Draft = { -readonly [K in keyof Snmp]: Snmp[K] }

export function readSnmp(bytes: Uint8Array, outer: Element): Read {
  const [version, second, third, fourth] = elementsIn(bytes, outer.start, outer.end, 4)
  if (version?.tag !== INTEGER || !second || !third) return { fault: outer.start }
  const draft: Draft = {
    version: integerIn(bytes, version.start, version.end),
    type: -1,
    request: 0,
    error: 0,
    hasCommunity: false,
    bindings: [],
    trap: null,
    engine: '',
    user: '',
    hidden: false,
    reportable: false,
    bytes,
  }
  if (draft.version === VERSION_3) return readThird(bytes, draft, [second, third, fourth])
  if (second.tag !== OCTETS) return { fault: second.start }
  draft.hasCommunity = second.end > second.start
  return readPdu(bytes, draft, third)
}

/** RFC 3412, 6: head, security parameters, then the scoped PDU, in clear or not. */
function readThird(bytes: Uint8Array, draft: Draft, parts: readonly (Element | undefined)[]): Read {
  const [head, security, scoped] = parts
  if (head?.tag !== SEQUENCE || security?.tag !== OCTETS || !scoped) return { fault: 0 }
  const [id, , flags] = elementsIn(bytes, head.start, head.end, 4)
  if (!id || !flags) return { fault: head.start }
  draft.request = integerIn(bytes, id.start, id.end)
  draft.reportable = (bytes[flags.start]! & 4) !== 0
  readSecurity(bytes, draft, security)
  if (scoped.tag === OCTETS) {
    draft.hidden = true
    return { message: draft }
  }
  const pdu = elementsIn(bytes, scoped.start, scoped.end, 3)[2]
  const id3 = draft.request
  const read = pdu ? readPdu(bytes, draft, pdu) : { fault: scoped.start }
  draft.request = id3
  return read
}

/** RFC 3414, 2.4 */
function readSecurity(bytes: Uint8Array, draft: Draft, security: Element): void {
  const inner = elementAt(bytes, security.start, security.end)
  if (!inner) return
  const [engine, , , user] = elementsIn(bytes, inner.start, inner.end, 6)
  if (engine) draft.engine = hex(bytes.subarray(engine.start, engine.end), 32)
  if (user) draft.user = printable(bytes.subarray(user.start, user.end), 64)
}

function readPdu(bytes: Uint8Array, draft: Draft, pdu: Element): Read {
  const type = pdu.tag - 0xa0
  if (type < 0 || type > 8) return { fault: pdu.start }
  draft.type = type
  const parts = elementsIn(bytes, pdu.start, pdu.end, 6)
  if (type === TRAP) return readTrap(bytes, draft, parts, pdu)
  const [request, error, , list] = parts
  if (!request || !error || list?.tag !== SEQUENCE) return { fault: pdu.start }
  draft.request = integerIn(bytes, request.start, request.end)
  // The same place tells get bulk how many objects are not repeated.
  draft.error = type === 5 ? 0 : integerIn(bytes, error.start, error.end)
  draft.bindings = bindingsIn(bytes, list)
  return { message: draft }
}

/** RFC 1157, 4.1.6 */
function readTrap(bytes: Uint8Array, draft: Draft, parts: readonly Element[], pdu: Element): Read {
  const [enterprise, , kind, specific, , list] = parts
  if (enterprise?.tag !== OID || !kind || !specific || list?.tag !== SEQUENCE) return { fault: pdu.start }
  draft.trap = {
    enterprise: oidText(bytes, enterprise.start, enterprise.end),
    kind: integerIn(bytes, kind.start, kind.end),
    specific: integerIn(bytes, specific.start, specific.end),
  }
  draft.bindings = bindingsIn(bytes, list)
  return { message: draft }
}

function bindingsIn(bytes: Uint8Array, list: Element): Binding[] {
  const bindings: Binding[] = []
  for (const pair of elementsIn(bytes, list.start, list.end, MAX_BINDINGS)) {
    const name = elementAt(bytes, pair.start, pair.end)
    const value = name?.tag === OID ? elementAt(bytes, name.end, pair.end) : null
    if (!name || !value) break
    const oid = oidText(bytes, name.start, name.end)
    bindings.push({ oid, tag: value.tag, at: value.start, length: value.end - value.start })
  }
  return bindings
}
