// SSDP: UPnP Device Architecture 2.0, 1. HTTP heads in datagrams, told to everyone on the link.
import type { Attribute, Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { endOfHead, type Fields, readFields, readStartLine, strictLine } from '../carriers/http-head/head.ts'
import { defineDissector, type Label, type Meaning, malformed, need, type Oddity, type Parsed } from '../dissector.ts'

type Kind = 'search' | 'found' | 'alive' | 'bye' | 'update' | 'other'

export type Ssdp = { readonly kind: Kind; readonly method: string; readonly from: Side; readonly fields: Fields }

const MAX = 8192
const SHORTEST = 20
const never = -1
const lineBits = 64
const sound: readonly Oddity[] = []

const wanted: ReadonlySet<string> = new Set(['st', 'nt', 'nts', 'usn', 'server', 'location', 'user-agent', 'man'])
const functions: Readonly<Record<Kind, FunctionRef>> = {
  search: { code: 'M-SEARCH', name: 'search' },
  found: { code: 'M-SEARCH', name: 'search' },
  alive: { code: 'NOTIFY:alive', name: 'alive' },
  bye: { code: 'NOTIFY:byebye', name: 'leaving' },
  update: { code: 'NOTIFY:update', name: 'update' },
  other: { code: 'NOTIFY', name: 'notification' },
}
const kinds: Readonly<Record<string, Kind>> = { 'ssdp:alive': 'alive', 'ssdp:byebye': 'bye', 'ssdp:update': 'update' }

function parse(bytes: Uint8Array, from: Side): Parsed<Ssdp> {
  if (bytes.length < SHORTEST) return need(SHORTEST)
  const start = readStartLine(bytes)
  if (!start) return malformed('ssdp.start-line', 0)
  const end = endOfHead(bytes)
  const fields = readFields(bytes, end < 0 ? bytes.length : end, wanted)
  const { line } = start
  const method = line.kind === 'request' ? line.method : ''
  const kind: Kind =
    line.kind === 'response' ? 'found' : method === 'M-SEARCH' ? 'search' : (kinds[fields.nts ?? ''] ?? 'other')
  const oddities = end < 0 ? [{ code: 'ssdp.no-end', at: bytes.length - 1 }] : sound
  return { kind: 'message', message: { kind, method, from, fields }, size: bytes.length, oddities }
}

/** Who has what was searched answers from another flow: the group that was asked never speaks. */
const label = ({ kind }: Ssdp): Label => ({
  role: kind === 'search' ? 'request' : kind === 'found' ? 'reply' : 'notice',
  pair: 0,
  function: functions[kind],
  error: false,
})

/** Port of `http://192.0.2.7:49152/description.xml`. */
function portOf(location: string): string {
  const host = location.slice(location.indexOf('//') + 2).split('/')[0] ?? ''
  const colon = host.lastIndexOf(':')
  return colon > host.lastIndexOf(']') && colon > 0 ? host.slice(colon + 1) : '80'
}

/** `MediaServer` of `urn:schemas-upnp-org:device:MediaServer:1`. */
function deviceOf(type: string): string {
  const parts = type.split(':')
  return parts[0] === 'urn' && parts[2] === 'device' ? (parts[3] ?? '') : ''
}

function claimsOf({ kind, from: about, fields }: Ssdp): Claim[] {
  const { server = '', location = '', st = '', nt = '' } = fields
  const agent = fields['user-agent'] ?? ''
  const stated: (readonly [Attribute, string])[] =
    kind === 'search'
      ? [['software', agent]]
      : [
          ['software', server],
          ['service', location.startsWith('http://') ? `http/${portOf(location)}` : ''],
          ['capability', deviceOf(nt || st)],
        ]
  return stated.flatMap(([attribute, value]) => (value ? [{ about, attribute, value, confidence: 0.8 } as const] : []))
}

function interpret(request: Ssdp | null, reply: Ssdp | null): Meaning {
  const asked = request ?? reply!
  const told = reply ?? request!
  const { usn, location } = told.fields
  const operation: Operation = {
    verb: 'discover',
    function: functions[asked.kind],
    object: asked.fields.st ?? asked.fields.nt ?? '',
    items: [],
    outcome: reply ? 'ok' : 'no-reply',
    detail: { ...(usn ? { usn } : {}), ...(location ? { location: location.split('?')[0]! } : {}) },
  }
  const claims = [...(request ? claimsOf(request) : []), ...(reply ? claimsOf(reply) : [])]
  return { operation, claims, repeatable: false }
}

function recognize(bytes: Uint8Array): number {
  if (bytes.length < SHORTEST) return 0
  const line = strictLine(bytes)
  if (!line) return never
  if (line.kind === 'request') {
    return (line.method === 'M-SEARCH' || line.method === 'NOTIFY') && line.target === '*' ? lineBits : never
  }
  const fields = readFields(bytes, bytes.length, wanted)
  return line.status === 200 && fields.usn !== undefined && fields.st !== undefined ? lineBits : never
}

export const ssdp = defineDissector<Ssdp>({
  name: 'ssdp',
  title: 'SSDP',
  carriers: { udp: [1900] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  maxMessage: MAX,
})
