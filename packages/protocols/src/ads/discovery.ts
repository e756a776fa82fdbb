// Discovery and routes over UDP: requests and responses made of tags. After captures of TwinCAT and public descriptions of
// its router; there is no specification.
import type { Claim, FunctionRef, Operation, Outcome } from '@nautilus/model'
import type { Meaning } from '../dissector.ts'
import { hexNumber, printable, Reader } from '../reader.ts'
import type { Discovery } from './parse.ts'

const INFO = 1
const ROUTE = 6
const refs: Readonly<Record<number, FunctionRef>> = {
  [INFO]: { code: 'udp:1', name: 'server info' },
  [ROUTE]: { code: 'udp:6', name: 'add route' },
}
export const discoveryOf = (service: number): FunctionRef =>
  refs[service] ?? { code: `udp:${service}`, name: 'unknown service' }

const TAG = { status: 1, password: 2, version: 3, system: 4, host: 5, netId: 7, route: 12, user: 13, fingerprint: 18 }

const tagOf = (message: Discovery | null, id: number): Uint8Array | undefined =>
  message?.tags.find(tag => tag.id === id)?.data
const textOf = (message: Discovery | null, id: number): string => printable(tagOf(message, id) ?? new Uint8Array(), 128)

export function statusOf(message: Discovery): number {
  const data = tagOf(message, TAG.status)
  return data && data.length >= 4 ? new Reader(data).u32le() : 0
}

export function discoveryMeaning(request: Discovery | null, reply: Discovery | null): Meaning {
  const { service } = (request ?? reply)!
  const status = reply ? statusOf(reply) : 0
  const outcome: Outcome = status !== 0 ? 'refused' : request && !reply ? 'no-reply' : 'ok'
  const refusal = status !== 0 ? { refusal: { code: hexNumber(status, 4), name: 'refused' } } : {}
  const common = { function: discoveryOf(service), items: [], outcome, ...refusal } as const
  if (service === ROUTE) return routeMeaning(common, request, reply)
  const host = textOf(reply, TAG.host)
  const operation: Operation = { ...common, verb: service === INFO ? 'discover' : 'other', object: host, detail: {} }
  const claims = reply && service === INFO ? serverClaims(reply, host) : []
  return { operation, claims: [...claims, ...clientClaims(request)], repeatable: false }
}

type Common = Pick<Operation, 'function' | 'items' | 'outcome' | 'refusal'>

/** A route lets another machine in; it goes with a user and a password in clear. */
function routeMeaning(common: Common, request: Discovery | null, reply: Discovery | null): Meaning {
  const user = textOf(request, TAG.user)
  const secret = tagOf(request, TAG.password)
  const to = tagOf(request, TAG.netId)
  const operation: Operation = {
    ...common,
    verb: 'configure',
    object: textOf(request, TAG.route),
    detail: {
      ...(to ? { netId: to.join('.') } : {}),
      ...(textOf(request, TAG.host) ? { host: textOf(request, TAG.host) } : {}),
      ...(user ? { user } : {}),
    },
  }
  const claims: Claim[] = [...clientClaims(request)]
  if (user) claims.push({ about: 'client', attribute: 'user', value: user, confidence: 0.9 })
  if (secret && secret.length > 0) {
    const whose = user ? ` of ${user}` : ''
    claims.push({ about: 'client', attribute: 'credential', value: `ADS route password${whose}`, confidence: 0.9 })
  }
  if (reply) claims.push({ about: 'server', attribute: 'address', value: `AMS ${reply.netId}`, confidence: 0.9 })
  return { operation, claims, repeatable: false }
}

const clientClaims = (request: Discovery | null): Claim[] =>
  request ? [{ about: 'client', attribute: 'session', value: `AMS ${request.netId}`, confidence: 0.7 }] : []

const PLATFORMS: Readonly<Record<number, string>> = { 2: 'Windows NT', 3: 'Windows CE' }

function serverClaims(reply: Discovery, host: string): Claim[] {
  const claims: Claim[] = [{ about: 'server', attribute: 'address', value: `AMS ${reply.netId}`, confidence: 0.9 }]
  const add = (attribute: Claim['attribute'], value: string): void => {
    if (value) claims.push({ about: 'server', attribute, value, confidence: 0.9 })
  }
  add('name', host)
  const version = tagOf(reply, TAG.version)
  if (version && version.length >= 4)
    add('software', `TwinCAT ${version[0]}.${version[1]}.${version[2]! | (version[3]! << 8)}`)
  const system = tagOf(reply, TAG.system)
  if (system && system.length >= 20) {
    const reader = new Reader(system)
    reader.skip(4)
    const [major, minor, build, platform] = [reader.u32le(), reader.u32le(), reader.u32le(), reader.u32le()]
    const name = PLATFORMS[platform]
    if (name) add('os', `${name} ${major}.${minor}${build > 0 ? `.${build}` : ''}`)
  }
  add('fingerprint', textOf(reply, TAG.fingerprint) ? `TwinCAT ${textOf(reply, TAG.fingerprint)}` : '')
  return claims
}
