// One connection to a server of NATS: many publications under way at once, each with its answer.
// https://docs.nats.io/reference/reference-protocols/nats-protocol
import { randomBytes } from 'node:crypto'
import { isOn } from '../fields.ts'
import { type Line, type Settings, type Trouble, Unreached, type Wire } from '../kind.ts'
import type { Server } from '../servers.ts'
import { identityOf } from './credentials.ts'

/** ms without a word while answers are waited for; bytes of a word of the server. */
const PATIENCE = 30_000
const MOST_HEARD = 1 << 20
/** Bytes of one message, whatever the server would take. */
const MOST_SENT = 8 << 20

export type Reply = { readonly status: string | null; readonly body: string }
type Waiting = { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void }
type Info = {
  readonly max_payload?: number
  readonly nonce?: string
  readonly tls_required?: boolean
  readonly headers?: boolean
}

/** What the server said is wrong, as trouble. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble.why)
    this.trouble = trouble
  }
}

const end = Buffer.from('\r\n')

/** What a server says of itself first; null where it is none. */
function infoIn(greeting: string): Info | null {
  if (!greeting.startsWith('INFO ')) return null
  try {
    const said: unknown = JSON.parse(greeting.slice(5))
    return typeof said === 'object' && said !== null ? said : null
  } catch {
    return null
  }
}

export class Connection {
  readonly #line: Line
  readonly #inbox = `_INBOX.${randomBytes(16).toString('hex')}`
  readonly #waiting = new Map<string, Waiting>()
  #heard: Buffer = Buffer.alloc(0)
  #next = 0
  #over: Error | null = null
  /** Bytes of one message, headers and all. */
  largest = 1 << 20

  private constructor(line: Line) {
    this.#line = line
  }

  /** Throws `Unreached` or `Refused`. */
  static async open(wire: Wire, { host, port }: Server, settings: Settings, name: string): Promise<Connection> {
    const tls = isOn(settings, 'tls')
    const line = await wire.dial({ host, port, tls: tls ? 'later' : false })
    const connection = new Connection(line)
    try {
      await connection.#begin(settings, { tls, name, where: `${host}:${port}` })
      void connection.#listen()
      return connection
    } catch (error) {
      line.close()
      throw error
    }
  }

  get isOpen(): boolean {
    return this.#line.closed === null && this.#over === null
  }

  close(): void {
    this.#line.close()
  }

  /** Resolves with the answer of the stream. Throws `Unreached` or `Refused`. */
  async publish(subject: string, head: string, body: string): Promise<Reply> {
    if (this.#over) throw this.#over
    const token = String(this.#next++)
    const headers = Buffer.from(head, 'utf8')
    const bytes = Buffer.from(body, 'utf8')
    const control = `HPUB ${subject} ${this.#inbox}.${token} ${headers.length} ${headers.length + bytes.length}\r\n`
    const answer = new Promise<Reply>((resolve, reject) => this.#waiting.set(token, { resolve, reject }))
    // It may be rejected before anybody waits for it.
    answer.catch(() => {})
    await this.#line.write(Buffer.concat([Buffer.from(control), headers, bytes, end]))
    return answer
  }

  async #begin(settings: Settings, { tls, name, where }: { tls: boolean; name: string; where: string }): Promise<void> {
    const info = infoIn((await this.#word()) ?? '')
    if (!info) throw new Refused({ kind: 'fault', why: `${where} is no server of NATS.`, about: 'address' })
    if (info.headers === false)
      throw new Refused({ kind: 'fault', why: `${where} takes no headers: NATS 2.2 is the oldest.` })
    if (info.tls_required && !tls)
      throw new Refused({ kind: 'fault', why: `${where} wants TLS: switch it on.`, about: 'address' })
    this.largest = Math.max(1, Math.min(Number(info.max_payload) || this.largest, MOST_SENT))
    await this.#line.secure()
    const told = {
      ...{ verbose: false, pedantic: false, lang: 'nautilus', version: '1', protocol: 1, name, tls_required: tls },
      ...{ headers: true, no_responders: true, ...identityOf(settings, String(info.nonce ?? '')) },
    }
    await this.#line.write(Buffer.from(`CONNECT ${JSON.stringify(told)}\r\nSUB ${this.#inbox}.* 1\r\nPING\r\n`))
    for (;;) {
      const word = await this.#word()
      if (word === null) throw new Unreached(this.#line.closed ?? 'the connection ended')
      if (word.startsWith('-ERR')) throw new Refused(this.#troubleIn(word))
      if (word === 'PONG') return
    }
  }

  async #listen(): Promise<void> {
    try {
      for (let word = await this.#word(); word !== null; word = await this.#word()) {
        if (word === 'PING') await this.#line.write(Buffer.from('PONG\r\n'))
        else if (word.startsWith('-ERR')) this.#fail(new Refused(this.#troubleIn(word)))
        else if (/^H?MSG /.test(word)) await this.#message(word)
      }
      this.#fail(new Unreached(this.#line.closed ?? 'the connection ended'))
    } catch (error) {
      this.#line.close()
      this.#fail(error as Error)
    }
  }

  async #message(word: string): Promise<void> {
    const parts = word.split(' ')
    const total = Number(parts.at(-1))
    const headers = parts[0] === 'HMSG' ? Number(parts.at(-2)) : 0
    if (!(total <= MOST_HEARD) || !(headers <= total)) throw new Unreached(`a message of ${total} bytes`)
    const bytes = await this.#take(total + 2)
    if (!bytes) return
    const token = parts[1]?.slice(this.#inbox.length + 1) ?? ''
    const [, status] = /^NATS\/1\.0 (\d{3})/.exec(bytes.subarray(0, headers).toString('latin1')) ?? []
    this.#waiting.get(token)?.resolve({ status: status ?? null, body: bytes.subarray(headers, total).toString('utf8') })
    this.#waiting.delete(token)
  }

  #fail(error: Error): void {
    this.#over = error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  #troubleIn(word: string): Trouble {
    const why = `NATS said: ${word.slice(5).trim().slice(0, 300)}.`
    if (/authorization|permission|authentication|expired|revoked/i.test(word))
      return { kind: 'fault', why, about: 'credentials' }
    return { kind: 'retry', why }
  }

  /** Up to the next end of a line; null at the end of all. */
  async #word(): Promise<string | null> {
    for (;;) {
      const at = this.#heard.indexOf(end)
      if (at >= 0) {
        const word = this.#heard.subarray(0, at).toString('utf8')
        this.#heard = this.#heard.subarray(at + 2)
        return word
      }
      if (!(await this.#more())) return null
    }
  }

  async #take(length: number): Promise<Buffer | null> {
    while (this.#heard.length < length) if (!(await this.#more())) return null
    const piece = this.#heard.subarray(0, length)
    this.#heard = this.#heard.subarray(length)
    return piece
  }

  async #more(): Promise<boolean> {
    if (this.#heard.length > 2 * MOST_HEARD) throw new Unreached('it says too much')
    const piece = await this.#line.read(PATIENCE)
    if (piece) this.#heard = Buffer.concat([this.#heard, piece])
    return piece !== null
  }
}
