// One connection to a broker: requests one after the other, each with its answer; signed in before anything else is asked.
import { randomBytes } from 'node:crypto'
import { isOn } from '../fields.ts'
import type { Line, Settings, Trouble, Wire } from '../kind.ts'
import { Malformed, Reader, Writer } from './bytes.ts'
import { troubleOfCode } from './codes.ts'
import { scramOf } from './scram.ts'

export type Broker = { readonly host: string; readonly port: number }

/** Keys of requests, and the versions that are spoken here: none of them has tagged fields. */
export const apis = {
  produce: { key: 0, least: 3, most: 8 },
  metadata: { key: 3, least: 1, most: 4 },
  handshake: { key: 17, least: 1, most: 1 },
  versions: { key: 18, least: 0, most: 0 },
  producer: { key: 22, least: 0, most: 1 },
  authenticate: { key: 36, least: 0, most: 0 },
} as const
export type Api = keyof typeof apis

/** ms for one answer; bytes of one. */
const PATIENCE = 30_000
const MOST_ANSWERED = 4 << 20

/** What went wrong with a broker, as trouble. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble.why)
    this.trouble = trouble
  }
}

export class Connection {
  readonly #line: Line
  readonly #where: string
  readonly #versions = new Map<number, number>()
  #heard: Buffer = Buffer.alloc(0)
  #correlation = 0

  private constructor(line: Line, where: string) {
    this.#line = line
    this.#where = where
  }

  /** Throws `Unreached`, `Malformed` or `Refused`. */
  static async open(wire: Wire, { host, port }: Broker, settings: Settings): Promise<Connection> {
    const line = await wire.dial({ host, port, tls: isOn(settings, 'tls') })
    const connection = new Connection(line, `${host}:${port}`)
    try {
      await connection.#learnVersions()
      await connection.#signIn(settings)
      return connection
    } catch (error) {
      line.close()
      throw error
    }
  }

  get isOpen(): boolean {
    return this.#line.closed === null
  }

  get where(): string {
    return this.#where
  }

  close(): void {
    this.#line.close()
  }

  /** The version that is spoken with this broker. Throws `Refused` where there is none. */
  versionOf(api: Api): number {
    const { key, least, most } = apis[api]
    const version = this.#versions.get(key)
    if (version === undefined || version < least) throw new Refused(troubleOfCode(35, this.#where))
    return Math.min(version, most)
  }

  async ask(api: Api, version: number, body: Buffer): Promise<Reader> {
    const correlation = ++this.#correlation
    const head = new Writer().int16(apis[api].key).int16(version).int32(correlation).string('nautilus').done()
    await this.#line.write(
      new Writer()
        .int32(head.length + body.length)
        .raw(head)
        .raw(body)
        .done(),
    )
    const answer = new Reader(await this.#answer())
    if (answer.int32() !== correlation) throw new Malformed('an answer to something else')
    return answer
  }

  async #answer(): Promise<Buffer> {
    for (;;) {
      const length = this.#heard.length >= 4 ? this.#heard.readInt32BE() : null
      if (length !== null && (length < 4 || length > MOST_ANSWERED))
        throw new Malformed(`an answer of ${length} bytes: is TLS right, and is this a Kafka broker?`)
      if (length !== null && this.#heard.length >= 4 + length) {
        const answer = this.#heard.subarray(4, 4 + length)
        this.#heard = this.#heard.subarray(4 + length)
        return answer
      }
      const piece = await this.#line.read(PATIENCE)
      if (piece === null) throw new Malformed(`no answer: ${this.#line.closed ?? 'the connection ended'}`)
      this.#heard = Buffer.concat([this.#heard, piece])
    }
  }

  async #learnVersions(): Promise<void> {
    const answer = await this.ask('versions', 0, Buffer.alloc(0))
    const code = answer.int16()
    if (code !== 0) throw new Refused(troubleOfCode(code, this.#where))
    for (const [key, most] of answer.array(() => {
      const key = answer.int16()
      answer.int16()
      return [key, answer.int16()] as const
    }))
      this.#versions.set(key, most)
  }

  async #signIn({ mechanism = 'none', user = '', password = '' }: Settings): Promise<void> {
    if (mechanism === 'none') return
    const offered = await this.ask('handshake', 1, new Writer().string(mechanism).done())
    const code = offered.int16()
    const mechanisms = offered.array(() => offered.string() ?? '').slice(0, 10)
    const others = `They take ${mechanisms.join(', ') || 'none'}.`
    if (code !== 0) throw new Refused(troubleOfCode(code, this.#where, code === 33 ? others : null))
    if (mechanism === 'PLAIN') return void (await this.#authenticate(`\0${user}\0${password}`))
    const hash = mechanism === 'SCRAM-SHA-512' ? 'sha512' : 'sha256'
    const scram = scramOf(hash, user, password, randomBytes(24).toString('base64url'))
    const first = await this.#authenticate(scram.first)
    const last = await this.#authenticate(saltedOr(() => scram.final(first), this.#where))
    if (!scram.isTrue(last))
      throw new Refused({ kind: 'fault', why: `${this.#where} does not know the password itself: is it the broker?` })
  }

  async #authenticate(text: string): Promise<string> {
    const answer = await this.ask('authenticate', 0, new Writer().bytes(Buffer.from(text, 'utf8')).done())
    const code = answer.int16()
    const message = answer.string()
    if (code !== 0) throw new Refused(troubleOfCode(code, this.#where, message))
    return answer.bytes().toString('utf8')
  }
}

function saltedOr(final: () => string, where: string): string {
  try {
    return final()
  } catch (error) {
    throw new Refused({ kind: 'fault', why: `${where} does not speak SCRAM: ${(error as Error).message}.` })
  }
}
