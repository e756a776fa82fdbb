// What the commands of the encapsulation mean by themselves. CIP specification, Volume 2, 2-4.
import type { Claim, Operation, Verb } from '@nautilus/model'
import { claimsOf, detailOf, identityAt, serialText } from '../carriers/cip/identity.ts'
import { type Meaning, silent } from '../dissector.ts'
import { hexNumber, printable } from '../reader.ts'
import {
  commandOf,
  LIST_IDENTITY,
  LIST_INTERFACES,
  LIST_SERVICES,
  NOP,
  REGISTER,
  SEND_UNIT_DATA,
  statusRef,
} from './commands.ts'
import { CONNECTED_DATA, IDENTITY_ITEM, SERVICES_ITEM, socketText } from './items.ts'
import type { Enip } from './message.ts'

type Detail = Record<string, string | number>
type Told = { detail: Detail; claims: Claim[] }

const SOCKET = 2 // behind the version of the protocol
const IDENTITY = 18 // behind the socket address
const CAPABILITIES = 2
const NAME = 4

const discovers = (command: number): boolean =>
  command === LIST_IDENTITY || command === LIST_SERVICES || command === LIST_INTERFACES

/** `sent`: what the failed command carried. */
export function commandMeaning(request: Enip | null, reply: Enip | null, sent?: Meaning): Meaning {
  const message = reply ?? request!
  const failed = reply !== null && reply.status !== 0
  const refusal = failed ? statusRef(reply.status) : undefined
  if (sent?.operation && refusal) {
    return { ...sent, operation: { ...sent.operation, outcome: 'refused', refusal } }
  }
  if (message.command === NOP) return silent
  const verb: Verb = discovers(message.command) ? 'discover' : 'connect'
  const { detail, claims } = reply && !failed ? toldIn(reply) : { detail: {}, claims: [] }
  const operation: Operation = {
    verb,
    function: commandOf(message.command),
    object: '',
    items: [],
    outcome: refusal ? 'refused' : reply ? 'ok' : 'no-reply',
    ...(refusal ? { refusal } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

function toldIn(reply: Enip): Told {
  const told: Told = { detail: {}, claims: [] }
  if (reply.command === REGISTER) told.detail.session = serialText(reply.session)
  if (reply.command === SEND_UNIT_DATA) connectedFound(told, reply)
  for (const { type, at, end } of reply.items) {
    if (type === IDENTITY_ITEM) identityFound(told, reply.bytes, at, end)
    if (type === SERVICES_ITEM && end - at > NAME) {
      told.detail.name = printable(reply.bytes.subarray(at + NAME, end))
      told.detail.capabilities = hexNumber(
        reply.bytes[at + CAPABILITIES]! | (reply.bytes[at + CAPABILITIES + 1]! << 8),
        4,
      )
    }
  }
  return told
}

/** Data of a connection that is no message: which, and how many bytes. */
function connectedFound({ detail }: Told, { items, connection }: Enip): void {
  const data = items.find(item => item.type === CONNECTED_DATA)
  if (connection >= 0) detail.connection = hexNumber(connection, 8)
  if (data) detail.bytes = data.end - data.at
}

function identityFound(told: Told, bytes: Uint8Array, at: number, end: number): void {
  const identity = identityAt(bytes, at + IDENTITY, end)
  if (!identity) return
  const [address] = socketText(bytes, at + SOCKET).split(':')
  told.detail = { ...detailOf(identity), ...(address === '0.0.0.0' ? {} : { address: address! }) }
  told.claims = claimsOf(identity)
  if (address !== '0.0.0.0')
    told.claims.push({ about: 'server', attribute: 'address', value: address!, confidence: 0.9 })
}
