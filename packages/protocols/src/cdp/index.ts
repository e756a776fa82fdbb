// CDP: Cisco Discovery Protocol, "Frame Formats" (Understanding Simple Network Management Protocol Traps and CDP, Cisco).
// Types, lengths and values behind a head of four bytes; the message begins with the LLC and SNAP headers.
import type { Attribute, Claim, FunctionRef, Operation } from '@nautilus/model'
import { v4Text } from '../carriers/addresses.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { printable, Reader } from '../reader.ts'

export type Cdp = {
  readonly version: number
  readonly life: number
  readonly device: string
  readonly addresses: readonly string[]
  readonly port: string
  readonly capabilities: number
  readonly software: string
  readonly platform: string
  readonly domain: string
  readonly vlan: number
  readonly fault: number
}

type Draft = { -readonly [K in keyof Cdp]: Cdp[K] }

const START = 8 // behind LLC and SNAP
const HEAD = START + 4
const MAX = 1518
const never = -1
const bits = 40
const MAX_ELEMENTS = 64
const MAX_ADDRESSES = 16
const sound: readonly Oddity[] = []
const advertisement: FunctionRef = { code: '0', name: 'advertisement' }

const capabilityNames = [
  'router',
  'transparent bridge',
  'source route bridge',
  'switch',
  'host',
  'IGMP capable',
  'repeater',
  'phone',
  'remotely managed device',
]

function parse(bytes: Uint8Array): Parsed<Cdp> {
  if (bytes.length < HEAD) return need(HEAD)
  const version = bytes[START]!
  if (version !== 1 && version !== 2) return malformed('cdp.version', START)
  const draft: Draft = {
    version,
    life: bytes[START + 1]!,
    device: '',
    addresses: [],
    port: '',
    capabilities: 0,
    software: '',
    platform: '',
    domain: '',
    vlan: 0,
    fault: -1,
  }
  readElements(bytes, draft)
  const oddities = draft.fault < 0 ? sound : [{ code: 'cdp.element', at: draft.fault }]
  return { kind: 'message', message: draft, size: bytes.length, oddities }
}

/** A length counts its own four bytes. What follows the last is the padding of the frame. */
function readElements(bytes: Uint8Array, draft: Draft): void {
  const reader = new Reader(bytes)
  reader.at = HEAD
  for (let count = 0; reader.left >= 4 && count < MAX_ELEMENTS; count++) {
    const at = reader.at
    const type = reader.u16()
    const length = reader.u16()
    if (type === 0 && length === 0) return
    const value = reader.take(length - 4)
    if (reader.short) {
      draft.fault = at
      return
    }
    readElement(draft, type, value)
  }
}

function readElement(draft: Draft, type: number, value: Uint8Array): void {
  switch (type) {
    case 0x01:
      draft.device = printable(value)
      return
    case 0x02:
    case 0x16:
      draft.addresses = [...draft.addresses, ...addressesOf(value)].slice(0, MAX_ADDRESSES)
      return
    case 0x03:
      draft.port = printable(value)
      return
    case 0x04:
      draft.capabilities = new Reader(value).u32()
      return
    case 0x05:
      draft.software = printable(firstLine(value))
      return
    case 0x06:
      draft.platform = printable(value)
      return
    case 0x09:
      draft.domain = printable(value)
      return
    case 0x0a:
      draft.vlan = new Reader(value).u16()
  }
}

/** The lines behind the first are of copyright and who compiled it. */
function firstLine(value: Uint8Array): Uint8Array {
  const end = value.indexOf(0x0a)
  return end < 0 ? value : value.subarray(0, end)
}

/** A count, then of each address: kind and length of a protocol, the protocol, the length of the address, and it. */
function addressesOf(value: Uint8Array): string[] {
  const reader = new Reader(value)
  const found: string[] = []
  for (let left = Math.min(reader.u32(), MAX_ADDRESSES); left > 0; left--) {
    reader.skip(1)
    const protocol = reader.take(reader.u8())
    const address = reader.take(reader.u16())
    if (reader.short) break
    if (protocol.length === 1 && protocol[0] === 0xcc && address.length === 4) found.push(v4Text(address))
  }
  return found
}

const label = (): Label => ({ role: 'notice', pair: 0, function: advertisement, error: false })

function claimsOf(message: Cdp): Claim[] {
  const { device, addresses, port, capabilities, software, platform, domain } = message
  const maker = platform.startsWith('cisco ') ? 'Cisco' : ''
  const stated: (readonly [Attribute, string])[] = [
    ['name', device],
    ['vendor', maker],
    ['model', maker ? platform.slice(6) : platform],
    ['software', software],
    ['domain', domain],
    ['neighbour', device && port ? `${device} port ${port}` : ''],
    ...addresses.map(address => ['address', address] as const),
    ...capabilityNames.flatMap((name, bit) => ((capabilities >> bit) & 1 ? [['capability', name] as const] : [])),
  ]
  return stated.flatMap(([attribute, value]) =>
    value ? [{ about: 'server', attribute, value, confidence: 0.9 } as const] : [],
  )
}

/** Nobody asks, so it speaks of its sender. */
function interpret(request: Cdp | null, reply: Cdp | null): Meaning {
  const message = reply ?? request!
  const { device, port, life, platform, vlan } = message
  const operation: Operation = {
    verb: 'discover',
    function: advertisement,
    object: '',
    items: [],
    outcome: 'ok',
    detail: { device, port, life, platform, ...(vlan ? { 'native VLAN': vlan } : {}) },
  }
  return { operation, claims: claimsOf(message), repeatable: false }
}

function recognize(bytes: Uint8Array): number {
  const parsed = parse(bytes)
  return parsed.kind === 'message' && parsed.oddities.length === 0 ? bits : never
}

export const cdp = defineDissector<Cdp>({
  name: 'cdp',
  title: 'CDP',
  carriers: { snap: [0x00000c2000] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
