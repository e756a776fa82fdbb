// Questions and answers of any size between processes, in parts that the bus takes. Whoever answers says now and then that
// it still works, so that nobody waits for one that died.
import { createInbox, headers, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node'
import { mostBytes } from './publish.ts'

/** Nobody answers there at the moment: nothing was done. */
export class Nobody extends Error {
  override readonly name = 'Nobody'
}

/** Who had the question is not heard any more: whether it was done is not known. */
export class Silence extends Error {
  override readonly name = 'Silence'
}

/** The answer is larger than whoever asked takes, or takes longer. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch'
}

export type AskOptions = {
  /** Where the answer comes; an inbox of its own where nobody says. */
  readonly reply?: string
  /** Bytes of the answer. */
  readonly most?: number
  /** ms for all of it, however often is said that it is worked on; without end where nobody says. */
  readonly within?: number
}

export type AnswerOptions = {
  /** Bytes of one part. Each is waited for to leave: what else goes over the same line comes in between. */
  readonly part?: number
}

/** `number/of`; `wait`: it still works. */
const PART = 'Nautilus-Part'
const ID = 'Nautilus-Ask'
const WAIT = 'wait'
/** ms between two words of whoever works, and without any of them until it is taken for dead. */
const WORKING = 2000
const PATIENCE = 8000
/** Bytes of a question or an answer, and questions that are half there. */
const MOST = 256 * 1024 * 1024
const MOST_HALVES = 256
const NO_RESPONDERS = 503
const TOO_LONG = 'the answer takes too long'

/** The answer. Throws `Nobody`, `Silence`, or `TooMuch`. */
export async function ask(
  nc: NatsConnection,
  subject: string,
  question: Uint8Array,
  { reply = createInbox(), most = MOST, within }: AskOptions = {},
): Promise<Uint8Array> {
  const answer = Promise.withResolvers<Uint8Array>()
  const parts = new Parts(most)
  const end = within === undefined ? undefined : setTimeout(() => answer.reject(new TooMuch(TOO_LONG)), within)
  let late = setTimeout(() => {}, 0)
  const wait = () => {
    clearTimeout(late)
    late = setTimeout(() => answer.reject(new Silence(`no answer from ${subject}`)), PATIENCE)
  }
  const subscription = nc.subscribe(reply, {
    callback: (error, message) => {
      if (error) return answer.reject(error)
      if (message.headers?.code === NO_RESPONDERS) return answer.reject(new Nobody(`nobody answers ${subject}`))
      wait()
      if (message.headers?.get(PART) === WAIT) return
      const whole = parts.add(message)
      if (parts.isTooMuch) return answer.reject(new TooMuch(`the answer has more than ${most} bytes`))
      if (whole) answer.resolve(whole)
    },
  })
  try {
    wait()
    await send(nc, subject, question, { reply })
    return await answer.promise
  } finally {
    clearTimeout(late)
    clearTimeout(end)
    subscription.unsubscribe()
  }
}

/** Answers what is asked there. What `work` throws is a fault of ours: the asker hears nothing more. */
export function answer(
  nc: NatsConnection,
  subject: string,
  work: (question: Uint8Array) => Promise<Uint8Array>,
  onTrouble: (error: unknown) => void,
  { part }: AnswerOptions = {},
): Subscription {
  const halves = new Map<string, Parts>()
  const answered = async (question: Uint8Array, reply: string) => {
    const still = setInterval(() => {
      if (!nc.isClosed()) nc.publish(reply, undefined, { headers: partOf(WAIT) })
    }, WORKING)
    try {
      await send(nc, reply, await work(question), { part })
    } catch (error) {
      onTrouble(error)
    } finally {
      clearInterval(still)
    }
  }
  return nc.subscribe(subject, {
    callback: (error, message) => {
      if (error) return onTrouble(error)
      if (message.reply === undefined) return
      const id = message.headers?.get(ID) ?? ''
      const parts = halves.get(id) ?? new Parts(MOST)
      // The oldest is given up: whoever asked it hears nothing, and says so.
      if (!halves.has(id) && halves.size >= MOST_HALVES) halves.delete(halves.keys().next().value!)
      halves.set(id, parts)
      const whole = parts.add(message)
      if (!whole) return
      halves.delete(id)
      void answered(whole, message.reply)
    },
  })
}

type SendOptions = { readonly reply?: string; readonly part?: number | undefined }

async function send(nc: NatsConnection, subject: string, bytes: Uint8Array, options: SendOptions): Promise<void> {
  const { reply, part: small } = options
  const size = Math.min(mostBytes(nc), small ?? Number.POSITIVE_INFINITY)
  const of = Math.max(1, Math.ceil(bytes.length / size))
  const id = crypto.randomUUID()
  for (let part = 0; part < of; part++) {
    const made = partOf(`${part}/${of}`)
    made.set(ID, id)
    const piece = bytes.subarray(part * size, (part + 1) * size)
    nc.publish(subject, piece, { headers: made, ...(reply === undefined ? {} : { reply }) })
    if (small !== undefined) await nc.flush()
  }
}

function partOf(text: string) {
  const made = headers()
  made.set(PART, text)
  return made
}

/** Parts come in their order: one connection sends them. */
class Parts {
  readonly #pieces: Uint8Array[] = []
  readonly #most: number
  #bytes = 0

  constructor(most: number) {
    this.#most = most
  }

  get isTooMuch(): boolean {
    return this.#bytes > this.#most
  }

  /** Everything, with the last part. */
  add({ headers: given, data }: Msg): Uint8Array | null {
    const [part, of] = (given?.get(PART) ?? '').split('/').map(Number)
    if (part !== this.#pieces.length || of === undefined) return null
    this.#bytes += data.length
    if (this.isTooMuch) return null
    this.#pieces.push(data)
    return this.#pieces.length === of ? Buffer.concat(this.#pieces) : null
  }
}
