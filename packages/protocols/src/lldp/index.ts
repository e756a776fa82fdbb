// LLDP: IEEE 802.1AB-2016. Each frame is one unit in which a device says who it is; nobody answers.
import type { Attribute, Claim, Operation } from '@nautilus/model'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'
import { type Fault, type Lldp, readLldp } from './parse.ts'
import { identityOf, stationName } from './profinet.ts'

const SHORTEST = 6 // heads of the three elements that each unit must have
const MAX = 1518 // a frame
const orderBits = 21 // three types of seven bits
const lengthBits = 7 // the time to live has two bytes

const codes: Readonly<Record<Fault['what'], string>> = {
  cut: 'lldp.cut-element',
  order: 'lldp.order',
  'no-end': 'lldp.no-end',
  length: 'lldp.element-length',
}
const sound: readonly Oddity[] = []
const advertisement = { code: '0', name: 'advertisement' }
const goodbye = { code: '1', name: 'shutdown' }

function parse(bytes: Uint8Array): Parsed<Lldp> {
  if (bytes.length < SHORTEST) return need(SHORTEST)
  if (bytes[0]! >> 1 !== 1) return malformed('lldp.chassis', 0)
  const message = readLldp(bytes)
  const { fault } = message
  return {
    kind: 'message',
    message,
    size: bytes.length,
    oddities: fault ? [{ code: codes[fault.what], at: fault.at }] : sound,
  }
}

const functionOf = ({ life, fault }: Lldp): Label['function'] => (life === 0 && !fault ? goodbye : advertisement)

const label = (message: Lldp): Label => ({ role: 'notice', pair: 0, function: functionOf(message), error: false })

/** Facts of other organisations that are claims. */
const claimed: Readonly<Record<string, Attribute>> = {
  'hardware revision': 'hardware',
  'firmware revision': 'firmware',
  'serial number': 'serial',
  manufacturer: 'vendor',
  model: 'model',
  'chassis MAC': 'address',
}

/** What a device must not be known by: texts of a device that nobody has set up. */
const unset: ReadonlySet<string> = new Set(['', '0.0.0.0', '::', 'sysName Not Set'])

function claimsOf(message: Lldp): Claim[] {
  const { name, description, chassis, port, capabilities, addresses, facts } = message
  const stated: (readonly [Attribute, string])[] = [
    ['name', name],
    ['name', stationName(message)],
    ['description', description],
    ...identityOf(description),
    ['neighbour', chassis && port ? `${chassis} port ${port}` : ''],
    ...addresses.map(address => ['address', address] as const),
    ...capabilities.map(capability => ['capability', capability] as const),
    ...facts.flatMap(([fact, value]) => (claimed[fact] ? [[claimed[fact], String(value)] as const] : [])),
  ]
  return stated.flatMap(([attribute, value]) =>
    unset.has(value) ? [] : [{ about: 'server', attribute, value, confidence: 0.9 } as const],
  )
}

/** Nobody asks, so a unit is always the reply, and it speaks of its sender. */
function interpret(request: Lldp | null, reply: Lldp | null): Meaning {
  const message = reply ?? request
  if (!message) return { operation: null, claims: [], repeatable: false }
  const { chassis, port, portDescription, life, facts } = message
  const operation: Operation = {
    verb: 'discover',
    function: functionOf(message) ?? advertisement,
    object: '',
    items: [],
    outcome: 'ok',
    detail: {
      chassis,
      port,
      life,
      ...(portDescription ? { 'port description': portDescription } : {}),
      ...Object.fromEntries(facts),
    },
  }
  return { operation, claims: claimsOf(message), repeatable: false }
}

function recognize(bytes: Uint8Array): number {
  if (bytes.length < SHORTEST) return 0
  const parsed = parse(bytes)
  return parsed.kind === 'message' && parsed.oddities.length === 0 ? orderBits + lengthBits : -1
}

export const lldp = defineDissector<Lldp>({
  name: 'lldp',
  title: 'LLDP',
  carriers: { ethernet: [0x88cc] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
