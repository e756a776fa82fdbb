// NATS JetStream: one message to an event, on a subject made of what it is about. The stream answers when it has it, and
// leaves out what it has already, by the id of the message. https://docs.nats.io/nats-concepts/jetstream
import type { OutwardEvent } from '@nautilus/model'
import { allOf, noneOf, retry, unreached } from '../answers.ts'
import { cloudHeaders, plainOf } from '../cloud.ts'
import { choice, flag, overNetwork, secret, text } from '../fields.ts'
import type { Answer, Kind, Sender, Settings, Target, Trouble } from '../kind.ts'
import { inLanes } from '../parts.ts'
import { serversFault, serversOf } from '../servers.ts'
import { nameOf, templateFault } from '../template.ts'
import { Connection, Refused, type Reply } from './connection.ts'
import { credentialsFault } from './credentials.ts'

const PORT = 4222
/** Objects whose messages are under way at once. */
const LANES = 64

type Acknowledged = {
  readonly stream?: string
  readonly error?: { readonly code?: number; readonly err_code?: number; readonly description?: string }
}

/** JetStream's own number for a message that the stream finds too large. */
const TOO_LARGE = 10_054

class NatsSender implements Sender {
  readonly #target: Target
  #connection: Promise<Connection> | null = null

  constructor(target: Target) {
    this.#target = target
  }

  send(events: readonly OutwardEvent[]): Promise<Answer> {
    return inLanes(events, event => this.#publish(event), LANES)
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => null)
    connection?.close()
    this.#connection = null
  }

  async #publish(event: OutwardEvent): Promise<Answer> {
    const target = this.#target
    const subject = nameOf(target.settings.subject ?? '', event)
    const body = plainOf(event, target)
    const headers = cloudHeaders(event, 'ce-').map(([name, value]) => `${name}: ${plain(value)}`)
    const head = `NATS/1.0\r\nNats-Msg-Id: ${event.id}\r\n${headers.join('\r\n')}\r\n\r\n`
    try {
      const connection = await this.#open()
      const bytes = Buffer.byteLength(head) + Buffer.byteLength(body)
      if (bytes > connection.largest)
        return refused(event, `The event has ${bytes} bytes, and the server takes ${connection.largest}.`)
      return this.#answerOf(event, subject, await connection.publish(subject, head, body))
    } catch (error) {
      if (error instanceof Refused) return noneOf(error.trouble)
      return noneOf(unreached(error))
    }
  }

  #answerOf(event: OutwardEvent, subject: string, { status, body }: Reply): Answer {
    if (status === '503')
      return noneOf({ kind: 'fault', why: `No stream takes ${subject}: make one in JetStream, or change the subject.` })
    const said = acknowledged(body)
    if (said?.stream && !said.error) return allOf([event])
    const { code = 0, err_code, description = body.slice(0, 200) } = said?.error ?? {}
    const why = `The stream did not take it: ${description}.`
    if (err_code === TOO_LARGE) return refused(event, why)
    return noneOf(code === 503 || code === 500 || code === 0 ? retry(why) : retry(why, undefined, true))
  }

  /** One at a time is opened; many wait for it. */
  async #open(): Promise<Connection> {
    const known = await this.#connection?.catch(() => null)
    if (known?.isOpen) return known
    this.#connection = this.#dial()
    return this.#connection
  }

  async #dial(): Promise<Connection> {
    const { wire, settings, version } = this.#target
    let last: unknown = new Refused({ kind: 'fault', why: 'No server is named.', about: 'address' } satisfies Trouble)
    for (const server of serversOf(settings.servers ?? '', PORT))
      try {
        return await Connection.open(wire, server, settings, `nautilus/${version}`)
      } catch (error) {
        last = error
      }
    throw last
  }
}

/** Headers are one line. */
const plain = (value: string): string => value.replaceAll(/[\r\n]/g, ' ')

const refused = ({ position }: OutwardEvent, why: string): Answer => ({
  delivered: [],
  refused: [{ position, why }],
  rest: null,
})

function acknowledged(body: string): Acknowledged | null {
  try {
    return JSON.parse(body) as Acknowledged
  } catch {
    return null
  }
}

function check({ user, password, credentials }: Settings): Record<string, string> {
  if (user && !password) return { password: 'must be given with a user' }
  return user && credentials ? { user: 'must be empty where there are credentials' } : {}
}

export const nats: Kind = {
  id: 'nats',
  fields: [
    text('servers', { isRequired: true, fault: serversFault }),
    flag('tls', true),
    text('subject', {
      otherwise: 'ot.{tenant}.{site}.{topic}.{kind}',
      fault: value =>
        value.length > 200 ? 'must be at most 200 characters long' : templateFault(value, /^[\w-]+(\.[\w-]+)*$/),
    }),
    choice('body', ['json', 'ocsf']),
    secret('credentials', { fault: credentialsFault }),
    text('user'),
    secret('password'),
    ...overNetwork,
  ],
  topics: ['finding', 'incident', 'asset', 'sensor', 'audit'],
  most: 1000,
  keeps: 'events',
  guarantee: 'once within the duplicate window of the stream (Nats-Msg-Id), at-least-once after it',
  check,
  shows: (event, target) => ({
    subject: nameOf(target.settings.subject ?? '', event),
    headers: { 'Nats-Msg-Id': event.id, ...Object.fromEntries(cloudHeaders(event, 'ce-')) },
    body: JSON.parse(plainOf(event, target)),
  }),
  open: target => new NatsSender(target),
}
