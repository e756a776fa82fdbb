// Spanning tree: IEEE 802.1D-2004, 9.3 (STP, RSTP) and 802.1Q-2018, 14 (MSTP). Per-VLAN trees of Cisco come in SNAP.
// The message begins with the LLC header.
import type { Claim, FunctionRef, Operation } from '@nautilus/model'
import { macText } from '../carriers/addresses.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { Reader } from '../reader.ts'

type Bridge = { readonly priority: number; readonly mac: string }

export type Stp = {
  readonly version: number
  readonly type: number
  readonly flags: number
  readonly root: Bridge
  readonly cost: number
  readonly bridge: Bridge
  readonly port: number
  /** Of a tree per VLAN; 0 otherwise. */
  readonly vlan: number
  /** Of MSTP. */
  readonly region: string
  /** Where the unit begins in the frame. */
  readonly start: number
}

const LLC = 3
const SNAP = 8
const TOPOLOGY = 0x80
const CONFIGURATION_SIZE = 35
const TOPOLOGY_SIZE = 4
const MST_SIZE = 102
const AGE_AT = 27
const MAX = 1518
const never = -1
const bits = 40
const CHANGE = 1
const sound: readonly Oddity[] = []
const nobody: Bridge = { priority: 0, mac: '' }

const names: Readonly<Record<number, string>> = {
  0x00: 'configuration',
  0x02: 'rapid configuration',
  0x80: 'topology change',
}
const versions: Readonly<Record<number, string>> = { 0: 'STP', 2: 'RSTP', 3: 'MSTP', 4: 'SPT' }
// 9.3.3: of the two bits behind the first two
const roles = ['unknown', 'alternate or backup', 'root', 'designated']

function parse(bytes: Uint8Array): Parsed<Stp> {
  const start = bytes[0] === 0xaa ? SNAP : LLC
  if (bytes.length < start + TOPOLOGY_SIZE) return need(start + TOPOLOGY_SIZE)
  const reader = new Reader(bytes)
  reader.at = start
  if (reader.u16() !== 0) return malformed('stp.protocol', start)
  const version = reader.u8()
  const type = reader.u8()
  const empty = { version, type, flags: 0, root: nobody, cost: 0, bridge: nobody, port: 0, vlan: 0, region: '', start }
  if (type === TOPOLOGY || names[type] === undefined) {
    const oddities = type === TOPOLOGY ? sound : [{ code: 'stp.type', at: start + 3 }]
    return { kind: 'message', message: empty, size: bytes.length, oddities }
  }
  const flags = reader.u8()
  const message = {
    ...empty,
    flags,
    root: bridgeOf(reader),
    cost: reader.u32(),
    bridge: bridgeOf(reader),
    port: reader.u16(),
  }
  reader.skip(8)
  if (reader.short) {
    return { kind: 'message', message: empty, size: bytes.length, oddities: [{ code: 'stp.short', at: start }] }
  }
  return {
    kind: 'message',
    message: { ...message, vlan: start === SNAP ? vlanOf(bytes, start) : 0, region: regionOf(bytes, start, version) },
    size: bytes.length,
    oddities: sound,
  }
}

const bridgeOf = (reader: Reader): Bridge => ({ priority: reader.u16(), mac: macText(reader.take(6)) })

/** Behind the unit of a tree per VLAN: type 0, length 2, the VLAN; a padding byte of version 1 may come before it. */
function vlanOf(bytes: Uint8Array, start: number): number {
  for (let at = start + CONFIGURATION_SIZE; at + 6 <= bytes.length && at <= start + CONFIGURATION_SIZE + 1; at++) {
    if (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 2) {
      return (bytes[at + 4]! << 8) | bytes[at + 5]!
    }
  }
  return 0
}

/** 802.1Q, 14.4: behind the length of version 3 and a format selector, a name of 32 bytes. */
function regionOf(bytes: Uint8Array, start: number, version: number): string {
  if (version < 3 || bytes.length < start + MST_SIZE) return ''
  let text = ''
  for (let at = start + 39; at < start + 71 && bytes[at] !== 0; at++) {
    const byte = bytes[at]!
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
  }
  return text
}

const functionOf = ({ type }: Stp): FunctionRef => ({ code: String(type), name: names[type] ?? 'unknown type' })

const label = (message: Stp): Label => ({ role: 'notice', pair: 0, function: functionOf(message), error: false })

const text = ({ priority, mac }: Bridge): string => `${priority & 0xf000}/${mac}`

function detailOf(message: Stp): NonNullable<Operation['detail']> {
  const { version, type, flags, root, cost, bridge, port, vlan, region } = message
  const name = versions[version] ?? `version ${version}`
  if (bridge.mac === '') return { version: name }
  return {
    version: name,
    root: text(root),
    cost,
    bridge: text(bridge),
    port,
    ...(type === 2 ? { role: roles[(flags >> 2) & 3]! } : {}),
    ...(vlan ? { vlan } : {}),
    ...(region ? { region } : {}),
    ...((flags & CHANGE) !== 0 ? { change: 1 } : {}),
  }
}

/** Who sends is a bridge, and the first of its addresses is in its identity. */
function claimsOf({ bridge, root }: Stp): Claim[] {
  if (bridge.mac === '') return []
  const claims: Claim[] = [
    { about: 'server', attribute: 'capability', value: 'bridge', confidence: 0.9 },
    { about: 'server', attribute: 'address', value: bridge.mac, confidence: 0.8 },
  ]
  if (root.mac === bridge.mac) {
    claims.push({ about: 'server', attribute: 'capability', value: 'spanning tree root', confidence: 0.9 })
  }
  return claims
}

function interpret(request: Stp | null, reply: Stp | null): Meaning {
  const message = reply ?? request!
  const { type, root, vlan, start } = message
  const operation: Operation = {
    verb: 'report',
    function: functionOf(message),
    object: root.mac === '' ? '' : `root ${text(root)}${vlan ? ` vlan ${vlan}` : ''}`,
    items: [],
    outcome: 'ok',
    detail: detailOf(message),
  }
  const claims = claimsOf(message)
  if (type === TOPOLOGY || root.mac === '') return { operation, claims, repeatable: false }
  return { operation, claims, repeatable: true, varies: [{ at: start + AGE_AT, length: 2 }] }
}

function recognize(bytes: Uint8Array): number {
  const parsed = parse(bytes)
  return parsed.kind === 'message' && parsed.oddities.length === 0 ? bits : never
}

export const stp = defineDissector<Stp>({
  name: 'stp',
  title: 'Spanning tree',
  carriers: { llc: [0x42], snap: [0x00000c010b] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  omits: ['instances of MSTP'],
  maxMessage: MAX,
})
