// Any receiver of Standard Webhooks 1.0: one event to a request.
import type { OutwardEvent } from '@nautilus/model'
import { allOf, asked, noneOf, said, troubleOf } from '../answers.ts'
import { address, overHttp, secret } from '../fields.ts'
import type { Answer, Kind, Target } from '../kind.ts'
import { inLanes } from '../parts.ts'
import { mapped, timeOf, toldOf } from '../told.ts'
import { secretFault, signatures } from './sign.ts'

/** The type and body of an event. */
export function messageOf(event: OutwardEvent, target: Pick<Target, 'link' | 'technique' | 'mapping'>) {
  const type = event.test ? 'ot.test' : `ot.${event.kind}`
  return { type, timestamp: timeOf(event.at), data: mapped(toldOf(event, target), target.mapping) }
}

async function send(event: OutwardEvent, target: Target): Promise<Answer> {
  const { settings, wire } = target
  const body = JSON.stringify(messageOf(event, target))
  const seconds = Math.floor(wire.now() / 1000)
  const secrets = [settings.secret ?? '', settings.oldSecret ?? ''].filter(each => each !== '')
  const headers = {
    'content-type': 'application/json',
    'webhook-id': `msg_${event.id}`,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures(secrets, { id: `msg_${event.id}`, seconds, body }),
  }
  const answer = await asked(wire.ask({ method: 'POST', url: settings.url ?? '', headers, body }))
  if ('trouble' in answer) return noneOf(answer.trouble)
  const { status } = answer
  // Gone: the receiver wants nothing more, and a person has to say where to now.
  if (status === 410) return noneOf({ kind: 'fault', why: `${said(answer)} It wants to hear nothing more.` })
  const trouble = troubleOf(answer, wire.now())
  return trouble ? noneOf(trouble) : allOf([event])
}

export const webhook: Kind = {
  id: 'webhook',
  fields: [
    address('url', { isRequired: true, isSecret: true }),
    secret('secret', { isRequired: true, fault: secretFault }),
    secret('oldSecret', { fault: secretFault }),
    ...overHttp,
  ],
  topics: ['finding', 'incident', 'asset', 'sensor', 'audit'],
  most: 500,
  keeps: 'events',
  guarantee: 'at-least-once: webhook-id stays the same',
  shows: messageOf,
  open: target => ({ send: events => inLanes(events, event => send(event, target)), close: async () => {} }),
}
