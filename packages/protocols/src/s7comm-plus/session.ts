// S7comm-plus in shared words: requests and replies together. No specification is published; see the files beside this one.
import type { Claim, Operation, Outcome, Verb } from '@nautilus/model'
import type { Meaning, Session } from '../dissector.ts'
import { interpretConnection } from './connection.ts'
import { type Answered, type Asked, readReply, readRequest } from './content.ts'
import { type Detail, detailOf, itemsOf, objectOf, reportedItems } from './details.ts'
import { claimsOfClient, claimsOfIdentification, claimsOfServer, claimsOfState } from './identity.ts'
import { Memory } from './memory.ts'
import type { Message, Notification, Reply, Request } from './message.ts'
import { CLASS, FN, functionOf, ID, NOTIFICATION, objectName } from './names.ts'
import { readNotification } from './notification.ts'
import { isFailure, refusalOf } from './results.ts'
import { verbOf } from './verbs.ts'

export function openSession(): Session<Message> {
  const memory = new Memory()
  return {
    interpret(request, reply) {
      const only = request ?? reply
      if (only?.kind === 'request') {
        const answer = reply?.kind === 'reply' ? reply : null
        const asked = readRequest(only)
        const answered = answer ? readReply(answer) : null
        const verb = verbOf(only, asked, memory)
        memory.keep(only.function, asked, answered, verb)
        return exchange(only, answer, asked, answered, verb)
      }
      if (only?.kind === 'reply') return unasked(only)
      if (only?.kind === 'notification') return notification(only)
      return interpretConnection(request, reply)
    },
  }
}

const meaning = (operation: Operation, claims: readonly Claim[] = []): Meaning => ({
  operation,
  claims,
  repeatable: false,
})

function exchange(request: Request, reply: Reply | null, asked: Asked, answered: Answered | null, verb: Verb): Meaning {
  const isRefused = reply !== null && isFailure(reply)
  const detail: Detail = {
    session: `0x${request.session.toString(16)}`,
    protection: protectionOf(request),
    ...detailOf(request, asked, reply, answered),
  }
  const operation: Operation = {
    verb,
    function: functionOf(request.function),
    object: objectOf(request, asked),
    items: itemsOf(request, asked, answered),
    outcome: reply === null ? unanswered(request) : isRefused ? 'refused' : 'ok',
    ...(isRefused ? { refusal: refusalOf(reply) } : {}),
    detail,
  }
  return meaning(operation, isRefused ? [] : claimsOf(request, reply, asked, answered))
}

/** Transport flag 0x40: seen on requests that controllers need not answer, such as the credit of a subscription. */
const unanswered = ({ flags }: Request): Outcome => (flags & 0x40 ? 'unseen' : 'no-reply')

function claimsOf(request: Request, reply: Reply | null, asked: Asked, answered: Answered | null): Claim[] {
  if (request.function === FN.createObject && asked.objects[0]?.class === CLASS.session) {
    return [...claimsOfClient(asked.objects), ...claimsOfServer(answered?.objects ?? [])]
  }
  if (!reply || !answered) return []
  return [
    ...claimsOfIdentification(asked, answered.values.get(1), reply.body),
    ...claimsOfState(asked, answered.values),
  ]
}

/** A reply whose request was not seen: what it says of itself. */
function unasked(reply: Reply): Meaning {
  const isRefused = isFailure(reply)
  const operation: Operation = {
    verb: reply.function === FN.getMulti || reply.function === FN.getSubStreamed ? 'read' : 'other',
    function: functionOf(reply.function),
    object: '',
    items: [],
    outcome: isRefused ? 'refused' : 'ok',
    ...(isRefused ? { refusal: refusalOf(reply) } : {}),
    detail: { protection: protectionOf(reply) },
  }
  return meaning(operation)
}

/** Values of a subscription, or an alarm: an object of the alarm class in the message. */
function notification({ body, version, subscription }: Notification): Meaning {
  const { references, objects } = readNotification(body)
  const alarm = objects.find(node => node.class === CLASS.alarm)
  return meaning({
    verb: alarm ? 'alarm' : 'report',
    function: NOTIFICATION,
    object: alarm?.attributes.get(ID.name)?.text ?? '',
    items: reportedItems(references),
    outcome: 'ok',
    detail: { subscription: objectName(subscription), protection: protectionOf({ version, body }) },
  })
}

/** Version 3 has a digest on each part; version 2 may end with one. None of them hides the body. */
function protectionOf({ version, body }: { version: number; body: Uint8Array }): string {
  if (version === 3) return 'integrity'
  const ends = body[body.length - 33] === 32 && body.subarray(-4).some(byte => byte !== 0)
  return version === 2 && ends ? 'integrity' : 'plain'
}
