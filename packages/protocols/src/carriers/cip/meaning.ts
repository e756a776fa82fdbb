// What a CIP request and its reply mean together. CIP specification, Volume 1, 2-4 and Appendix A.
import type { Claim, Operation } from '@nautilus/model'
import { type Meaning, silent } from '../../dissector.ts'
import { printable } from '../../reader.ts'
import { attributesFound } from './attributes.ts'
import { CONNECTION_MANAGER, FILE, PCCC, SYMBOL } from './classes.ts'
import { connectionFound } from './connections.ts'
import { type Asked, type Found, nothing } from './found.ts'
import { type Cip, innermost, isRefused, isSend, longAt } from './message.ts'
import { isSafety, isSymbolic, routeOf, textOf } from './path.ts'
import { pcccFound } from './pccc.ts'
import { EXECUTE_PCCC, functionOf, LIST_INSTANCES, MULTIPLE, RESET, verbOf } from './services.ts'
import { refusalOf } from './status.ts'
import { listFound, tagFound } from './tags.ts'

/** Services of one packet that are told apart. */
const MAX_OPERATIONS = 32
/** Objects that are named in the text of one operation. */
const MAX_NAMED = 16
/** Classes of CIP Safety and of CIP Security. */
const isSafetyClass = (ofClass: number): boolean => ofClass >= 0x39 && ofClass <= 0x3f
const isSecurityClass = (ofClass: number): boolean => ofClass >= 0x5d && ofClass <= 0x5f

type Told = { readonly operation: Operation; readonly claims: readonly Claim[] }

/** Joins a request and its reply; one may be missing. */
export function cipMeaning(request: Cip | null, reply: Cip | null): Meaning {
  const route = request && isSend(request) ? routeOf(request.route, request.bytes) : ''
  const asked = request && innermost(request)
  const told = asked ? toldBy(asked, reply, route) : reply ? [alone(reply)] : []
  const merged = mergedOf(told)
  if (merged.length === 0) return silent
  const [first, ...more] = merged
  const claims = told.flatMap(t => t.claims)
  return { operation: first!, claims, repeatable: false, ...(more.length > 0 ? { more } : {}) }
}

function toldBy(request: Cip, reply: Cip | null, route: string): Told[] {
  if (request.service !== MULTIPLE || request.parts.length === 0 || (reply && reply.service !== MULTIPLE)) {
    return [one(request, reply, route)]
  }
  const wholly = reply && isRefused(reply) && reply.parts.length === 0 ? reply : null
  return request.parts.flatMap((part, index) => {
    const answer = reply?.parts[index]
    if (part.service === MULTIPLE) return toldBy(part, answer ?? null, route)
    const fits = answer && answer.service === part.service ? answer : null
    return [one(part, fits ?? wholly, route)]
  })
}

/** Operations that differ in nothing but what they touched are one. */
function mergedOf(told: readonly Told[]): Operation[] {
  if (told.length <= 1) return told.map(t => t.operation)
  const groups = new Map<string, Operation[]>()
  for (const { operation } of told) {
    const key = `${operation.function.code} ${operation.verb} ${operation.outcome} ${operation.refusal?.code ?? ''}`
    const group = groups.get(key)
    if (group) group.push(operation)
    else if (groups.size < MAX_OPERATIONS) groups.set(key, [operation])
  }
  return [...groups.values()].map(joined)
}

function joined(group: readonly Operation[]): Operation {
  if (group.length === 1) return group[0]!
  const named = group.slice(0, MAX_NAMED).map(o => o.object)
  const rest = group.length - named.length
  const { detail: _, ...first } = group[0]!
  return {
    ...first,
    object: `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
    items: group.flatMap(o => o.items),
  }
}

/** A reply whose request was not seen: the service, and whether it was done. */
function alone(reply: Cip): Told {
  const operation: Operation = {
    verb: reply.service >= 0x4b ? 'other' : verbOf(reply.service, -1),
    function: functionOf(reply.service, -1),
    object: '',
    items: [],
    ...endOf(reply, reply, {}),
  }
  return { operation, claims: [] }
}

function one(request: Cip, reply: Cip | null, route: string): Told {
  const text = textOf(request.path, request.bytes)
  const inside = text === 'message-router/1' && request.service === MULTIPLE ? '' : text
  const object = route && inside ? `${route} ${inside}` : inside
  const asked: Asked = { request, done: reply && !isRefused(reply) ? reply : null, object, route }
  const found = foundIn(asked)
  const { path, service } = request
  if (route) found.detail.route = route
  if (isSafetyClass(path.class) || isSafety(path)) found.detail.safety = 1
  if (isSecurityClass(path.class)) found.detail.security = 1
  const operation: Operation = {
    verb: found.verb ?? verbOf(service, path.class),
    function: found.function ?? functionOf(service, path.class),
    object: found.object,
    items: found.items,
    ...endOf(request, reply, found),
    ...(Object.keys(found.detail).length > 0 ? { detail: found.detail } : {}),
  }
  return { operation, claims: found.claims }
}

function endOf(
  request: Cip,
  reply: Cip | null,
  { refusal }: { refusal?: Found['refusal'] },
): Pick<Operation, 'outcome' | 'refusal'> {
  if (!reply) return { outcome: 'no-reply' }
  if (refusal) return { outcome: 'refused', refusal }
  if (!isRefused(reply)) return { outcome: 'ok' }
  return { outcome: 'refused', refusal: refusalOf(reply.status, reply.extended, request.path.class) }
}

function foundIn(asked: Asked): Found {
  const { service } = asked.request
  if (service === RESET) return resetFound(asked)
  return (service < 0x4b ? attributesFound(asked) : specificFound(asked)) ?? nothing(asked.object)
}

function specificFound(asked: Asked): Found | null {
  const { path, service } = asked.request
  if (path.class === CONNECTION_MANAGER) return connectionFound(asked)
  if (path.class === PCCC) return service === EXECUTE_PCCC ? pcccFound(asked) : null
  if (path.class === FILE) return fileFound(asked)
  if (service === LIST_INSTANCES) return listFound(asked)
  return path.class === SYMBOL || isSymbolic(path) || path.class < 0 ? tagFound(asked) : null
}

// 5-2.3.2
const resets: Readonly<Record<number, string>> = Object.freeze({
  0: 'power cycle',
  1: 'factory settings',
  2: 'factory settings except communication',
})

function resetFound({ request, object }: Asked): Found {
  const { bytes, data, end } = request
  const type = data < end ? bytes[data]! : 0
  const found = nothing(object)
  found.detail.type = resets[type] ?? type
  return found
}

const DOWNLOAD = 0x4c
const EDS = 0xc8
const DOWNLOAD_HEAD = 9

/** 5-42.4: a download begins with size, version of the format, revision and name of the file. */
function fileFound({ request, object }: Asked): Found {
  const { bytes, data, end, path, service } = request
  const found = nothing(object)
  if (path.instance === EDS) found.detail.file = 'EDS and icons'
  if (service !== DOWNLOAD || end - data < DOWNLOAD_HEAD) return found
  found.detail.bytes = longAt(bytes, data)
  found.detail.revision = `${bytes[data + 6]}.${bytes[data + 7]}`
  const name = printable(bytes.subarray(data + DOWNLOAD_HEAD, Math.min(end, data + DOWNLOAD_HEAD + bytes[data + 8]!)))
  if (name !== '') found.detail.name = name
  return found
}
