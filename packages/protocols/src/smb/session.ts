// A session of SMB: requests and replies, whatever the generation, become operations and claims.
import type { Claim, Operation } from '@nautilus/model'
import type { Meaning, Session } from '../dissector.ts'
import { hexNumber } from '../reader.ts'
import { meaning1 } from './meaning1.ts'
import { operationOf, senseOf } from './meaning2.ts'
import type { Compressed, Message, Netbios, Pdu2, Smb2 } from './message.ts'
import { COMPRESSED, command1, ENCRYPTED, netbiosErrors, netbiosRefs } from './names.ts'
import { claimOf } from './setup.ts'
import { newState, type State } from './state.ts'
import { PENDING } from './status.ts'

const nothing: Meaning = { operation: null, claims: [], repeatable: false }

export function openSession(): Session<Message> {
  const state = newState()
  return { interpret: (request, reply) => interpret(request, reply, state) }
}

function interpret(request: Message | null, reply: Message | null, state: State): Meaning {
  const message = request ?? reply
  if (!message) return nothing
  if (message.kind === 'netbios') return session(request, reply)
  if (message.kind === 'encrypted' || message.kind === 'compressed') return opaque(message)
  const [asked, answer] = [request?.kind === 'smb2' ? request : null, reply?.kind === 'smb2' ? reply : null]
  if (message.kind === 'smb2') return meaning2(asked, answer, state)
  // Asked in SMB 1, answered in SMB 2.
  if (answer) return upgraded(answer, state)
  return meaning1(message === request ? message : null, reply?.kind === 'smb1' ? reply : null, state)
}

function upgraded(answer: Smb2, state: State): Meaning {
  const meaning = meaning2(null, answer, state)
  const claims = [...meaning.claims, claimOf('client', 'capability', 'SMB 1')]
  return { ...meaning, claims, operation: meaning.operation && { ...meaning.operation, function: command1(0x72) } }
}

/** The parts of a compound are matched by their number. */
function meaning2(asked: Smb2 | null, answer: Smb2 | null, state: State): Meaning {
  state.latest = null
  const operations: Operation[] = []
  const claims: Claim[] = []
  const tell = (request: Pdu2 | null, reply: Pdu2 | null): void => {
    const sense = senseOf(request, reply, state)
    const operation = operationOf(sense, request, reply)
    if (operation) operations.push(operation)
    if (sense.claims) claims.push(...sense.claims)
  }
  const unanswered = asked === null ? (answer?.pdus ?? []) : []
  for (const pdu of asked?.pdus ?? []) tell(pdu, answer?.pdus.find(({ id }) => id === pdu.id) ?? null)
  for (const pdu of unanswered) if (pdu.status !== PENDING) tell(null, pdu)
  const [operation, ...more] = operations
  return { operation: operation ?? null, claims, repeatable: false, ...(more.length > 0 ? { more } : {}) }
}

function opaque(message: Extract<Message, { kind: 'encrypted' | 'compressed' }>): Meaning {
  const ref = message.kind === 'encrypted' ? ENCRYPTED : COMPRESSED
  const detail = message.kind === 'compressed' && !message.chained ? contradiction(message) : null
  const told = detail ? { detail } : {}
  const operation: Operation = { verb: 'report', function: ref, object: '', items: [], outcome: 'ok', ...told }
  const claims = message.kind === 'encrypted' ? [claimOf('server', 'capability', 'SMB encryption')] : []
  return { operation, claims, repeatable: false }
}

/** More bytes said to stand in front than there are, or two sizes whose sum no 32 bits hold. */
const contradiction = ({ plain, original, behind }: Compressed): Operation['detail'] | null =>
  plain > behind || plain + original > 0xffff_ffff ? { 'bytes in front': plain, 'bytes there': behind } : null

function session(request: Message | null, reply: Message | null): Meaning {
  const asked = request?.kind === 'netbios' ? request : null
  const answer = reply?.kind === 'netbios' ? reply : null
  const type = (asked ?? answer)!.type
  if (!asked && type === 0x85) return nothing
  const refused = answer?.type === 0x83
  const operation: Operation = {
    verb: 'connect',
    function: netbiosRefs[type]!,
    object: asked?.called ?? '',
    items: [],
    outcome: answer === null ? 'no-reply' : refused ? 'refused' : 'ok',
    ...(refused ? { refusal: refusal(answer) } : {}),
    ...(asked ? { detail: { calling: asked.calling } } : {}),
  }
  return { operation, claims: asked ? nameClaims(asked, answer) : [], repeatable: false }
}

const refusal = ({ error }: Netbios) => ({ code: hexNumber(error), name: netbiosErrors[error] ?? 'unknown error' })

/** Clients that know an address only call this name. */
const ANY = '*SMBSERVER'

function nameClaims({ called, calling }: Netbios, answer: Netbios | null): Claim[] {
  const claims = calling === '' ? [] : [claimOf('client', 'name', calling, 0.8)]
  const known = answer?.type === 0x82 && called !== '' && called !== ANY
  return known ? [...claims, claimOf('server', 'name', called, 0.8)] : claims
}
