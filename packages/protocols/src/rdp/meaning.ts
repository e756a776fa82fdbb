// What RDP messages mean: who connects from where, how it is protected, and that somebody logs on.
import type { Claim, FunctionRef, Operation } from '@nautilus/model'
import type { Meaning, Session } from '../dissector.ts'
import { silent } from '../dissector.ts'
import { hexNumber } from '../reader.ts'
import type { Message } from './message.ts'
import {
  CLIENT_INFO,
  CONNECT,
  encryptionLevels,
  encryptionMethods,
  failures,
  MCS_CONNECT,
  mcs,
  protocolNames,
  results,
  STANDARD,
} from './names.ts'
import { clientInfo, clientSettings, serverSettings } from './settings.ts'

type Of<K extends Message['kind']> = Extract<Message, { kind: K }>
type Detail = Record<string, string | number>

const claim = (
  about: 'client' | 'server',
  attribute: Claim['attribute'],
  value: string,
  confidence: number,
): Claim => ({
  about,
  attribute,
  value,
  confidence,
})

export const openSession = (): Session<Message> => ({ interpret })

function interpret(request: Message | null, reply: Message | null): Meaning {
  const message = request ?? reply
  switch (message?.kind) {
    case 'request':
    case 'confirm':
      return connect(of(request, 'request'), of(reply, 'confirm'))
    case 'initial':
    case 'response':
      return settings(of(request, 'initial'), of(reply, 'response'))
    case 'mcs':
      return domain(of(request, 'mcs'), of(reply, 'mcs'))
    case 'data':
      return data(message)
    case 'tls':
      return handshake(message)
    default:
      return silent
  }
}

const of = <K extends Message['kind']>(message: Message | null, kind: K): Of<K> | null =>
  message?.kind === kind ? (message as Of<K>) : null

type End = Pick<Operation, 'outcome' | 'refusal'>

const end = (reply: Message | null, refusal: FunctionRef | null): End =>
  refusal ? { outcome: 'refused', refusal } : { outcome: reply ? 'ok' : 'no-reply' }

const meaning = (ref: FunctionRef, object: string, ended: End, detail: Detail, claims: Claim[]): Meaning => ({
  operation: {
    verb: 'connect',
    function: ref,
    object,
    items: [],
    ...ended,
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  },
  claims,
  repeatable: false,
})

const HASH = 'Cookie: mstshash='

function connect(request: Of<'request'> | null, reply: Of<'confirm'> | null): Meaning {
  const detail: Detail = {}
  const claims: Claim[] = []
  const cookie = request?.cookie ?? ''
  // The client writes the name of the account here, cut at nine characters.
  const user = cookie.startsWith(HASH) ? cookie.slice(HASH.length) : ''
  if (user !== '') claims.push(claim('client', 'user', user, 0.6))
  if (cookie !== '' && user === '') detail.routing = cookie
  if (request?.protocols != null) detail.offered = protocolNames(request.protocols)
  if (reply && reply.failure === 0) {
    const selected = reply.selected === null ? STANDARD : protocolNames(reply.selected)
    detail.selected = selected
    claims.push(claim('server', 'capability', `RDP with ${selected}`, 0.95))
  }
  const failure = reply && reply.failure !== 0 ? reply.failure : null
  const refusal = failure === null ? null : { code: `${failure}`, name: failures[failure] ?? 'unknown failure' }
  return meaning(CONNECT, user, end(reply, refusal), detail, claims)
}

function settings(request: Of<'initial'> | null, reply: Of<'response'> | null): Meaning {
  const detail: Detail = {}
  const claims: Claim[] = []
  const name = request ? toldByClient(request.data, detail, claims) : ''
  const server = reply && serverSettings(reply.data)
  if (server) {
    const method = encryptionMethods[server.method] ?? `method ${server.method}`
    detail.encryption = `${method}, level ${encryptionLevels[server.level] ?? server.level}`
    if (server.method !== 0) claims.push(claim('server', 'capability', `RDP encryption ${method}`, 0.9))
  }
  const refusal = reply && reply.result !== 0 ? resultRef(reply.result) : null
  return meaning(MCS_CONNECT, name, end(reply, refusal), detail, claims)
}

/** The client's own build: of the program, which came with a system of that build at first. */
function toldByClient(data: Uint8Array, detail: Detail, claims: Claim[]): string {
  const client = clientSettings(data)
  if (!client) return ''
  const { name, build, keyboard, width, height, channels } = client
  if (name !== '') {
    detail.client = name
    claims.push(claim('client', 'name', name, 0.9))
  }
  detail.screen = `${width} × ${height}`
  detail.keyboard = hexNumber(keyboard, 4)
  if (channels.length > 0) detail.channels = channels.join(', ')
  claims.push(claim('client', 'software', `Remote Desktop client, build ${build}`, 0.7))
  return name
}

const resultRef = (result: number): FunctionRef => ({ code: `${result}`, name: results[result] ?? 'unknown result' })

function domain(request: Of<'mcs'> | null, reply: Of<'mcs'> | null): Meaning {
  const type = (request ?? reply)!.type
  const ref = mcs[type]
  if (!ref || type === 1) return silent
  const refusal = reply && reply.result !== 0 ? resultRef(reply.result) : null
  const channel = request?.channel ?? 0
  // A notice is no answer, but nothing is missing either.
  return meaning(ref, channel === 0 ? '' : `channel ${channel}`, end(reply, refusal), {}, [])
}

const ENCRYPTED = 0x0008
const INFO = 0x0040

/** The name and password of the user, where they are in clear. */
function data({ security, data: bytes }: Of<'data'>): Meaning {
  if ((security & INFO) === 0 || (security & ~0x0a48) !== 0) return silent
  const info = (security & ENCRYPTED) === 0 ? clientInfo(bytes) : null
  const name = info ? (info.domain === '' ? info.user : `${info.domain}\\${info.user}`) : ''
  const claims: Claim[] = []
  if (name !== '') claims.push(claim('client', 'user', name, 0.95))
  if (info?.password) claims.push(claim('client', 'credential', `RDP password of ${name || 'nobody'} in clear`, 0.95))
  const operation: Operation = {
    verb: 'authenticate',
    function: CLIENT_INFO,
    object: name,
    items: [],
    outcome: 'ok',
    detail: { encrypted: (security & ENCRYPTED) !== 0 ? 'yes' : 'no' },
  }
  return { operation, claims, repeatable: false }
}

function handshake({ subject }: Of<'tls'>): Meaning {
  if (subject === '') return silent
  const claims = [claim('server', 'certificate', `CN=${subject}`, 0.9), claim('server', 'name', subject, 0.7)]
  return { operation: null, claims, repeatable: false }
}
