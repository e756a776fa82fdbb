// A broker of Kafka for tests, after its protocol guide: it reads bytes itself, checks every checksum, keeps sequence numbers
// of idempotent producers, signs people in by PLAIN and SCRAM, and says what brokers say. It shares no line with the client.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createSafely } from 'node:tls'
import { gunzipSync } from 'node:zlib'

export type Kept = { key: string; value: string; headers: Record<string, string>; at: number }
export type BrokerOptions = {
  readonly topics: Readonly<Record<string, number>>
  readonly users?: Readonly<Record<string, string>>
  readonly mechanisms?: readonly string[]
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly largest?: number
  /** The host that it says it has. */
  readonly advertised?: string
}
/** What a request for a partition is answered with instead: a code, or silence after it was kept. */
export type Fault = { readonly code: number } | 'break-after' | 'break-before'

const SALT = Buffer.from('a salt of sixteen')
const ROUNDS = 4096

class Cursor {
  at = 0
  readonly bytes: Buffer
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
  num(size: 1 | 2 | 4): number {
    const value = this.bytes.readIntBE(this.at, size)
    this.at += size
    return value
  }
  long(): bigint {
    this.at += 8
    return this.bytes.readBigInt64BE(this.at - 8)
  }
  take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new RangeError('past the end')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }
  text(): string | null {
    const length = this.num(2)
    return length < 0 ? null : this.take(length).toString()
  }
  vary(): number {
    let [value, shift] = [0n, 0n]
    for (;;) {
      const byte = this.take(1)[0]!
      value |= BigInt(byte & 0x7f) << shift
      shift += 7n
      if (byte < 0x80) break
    }
    return Number(value & 1n ? -(value >> 1n) - 1n : value >> 1n)
  }
}

const i8 = (value: number) => Buffer.from([value & 0xff])
const i16 = (value: number) => {
  const out = Buffer.alloc(2)
  out.writeInt16BE(value)
  return out
}
const i32 = (value: number) => {
  const out = Buffer.alloc(4)
  out.writeInt32BE(value)
  return out
}
const i64 = (value: bigint) => {
  const out = Buffer.alloc(8)
  out.writeBigInt64BE(value)
  return out
}
const str = (text: string | null) =>
  text === null ? i16(-1) : Buffer.concat([i16(Buffer.byteLength(text)), Buffer.from(text)])
const list = (all: readonly Buffer[]) => Buffer.concat([i32(all.length), ...all])

/** RFC 5802, 5.1. */
const plain = (user: string) => user.replaceAll('=2C', ',').replaceAll('=3D', '=')

/** Bit by bit, as RFC 3720 has it. */
function crc(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit++) {
      const odd = ((value >>> 0) ^ (byte >> bit)) & 1
      value = odd ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
    }
  return ~value >>> 0
}

export class KafkaBroker {
  readonly logs = new Map<string, Kept[]>()
  readonly faults: Fault[] = []
  readonly asked: string[] = []
  /** By topic: who may write. */
  readonly denied = new Set<string>()
  mayBeIdempotent = true
  /** Asked before every batch. */
  fate: () => Fault | null = () => null
  /** It hangs up on everything. */
  isAway = () => false
  acks = 0
  requests = 0
  readonly #options: BrokerOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #producers = 0n
  readonly #next = new Map<string, number>()
  port = 0

  constructor(options: BrokerOptions) {
    this.#options = options
    const serve = (socket: Socket) => this.#serve(socket)
    this.#server = options.tls ? createSafely(options.tls, serve) : createServer(serve)
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>(done => this.#server.listen(port, '127.0.0.1', done))
    this.port = (this.#server.address() as { port: number }).port
    return this
  }

  async end(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise(done => this.#server.close(done))
  }

  /** Of all partitions. */
  get all(): Kept[] {
    return [...this.logs.values()].flat()
  }

  forgetProducers(): void {
    this.#next.clear()
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket)
    const state = { user: this.#options.users ? '' : 'ANONYMOUS', mechanism: '', step: 0, first: '' }
    let heard = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('data', (piece: Buffer) => {
      heard = Buffer.concat([heard, piece])
      // socket.request.max.bytes
      if (heard.length >= 4 && heard.readUInt32BE() > 104_857_600) return void socket.destroy()
      while (heard.length >= 4 && heard.length >= 4 + heard.readInt32BE()) {
        const length = heard.readInt32BE()
        const request = new Cursor(heard.subarray(4, 4 + length))
        heard = heard.subarray(4 + length)
        const [key, version, correlation] = [request.num(2), request.num(2), request.num(4)]
        request.text()
        const body = this.#answer(key, version, request, state)
        if (body === null) return void socket.destroy()
        socket.write(Buffer.concat([i32(body.length + 4), i32(correlation), body]))
      }
    })
  }

  #answer(
    key: number,
    version: number,
    request: Cursor,
    state: { user: string; mechanism: string; step: number; first: string },
  ): Buffer | null {
    this.requests++
    if (this.isAway()) return null
    this.asked.push(`${key}v${version}`)
    if (key === 18) {
      const all = [
        [0, 3, 11],
        [3, 0, 12],
        [17, 0, 1],
        [18, 0, 3],
        [22, 0, 4],
        [36, 0, 2],
      ] as const
      return Buffer.concat([
        i16(0),
        list(all.map(([api, least, most]) => Buffer.concat([i16(api), i16(least), i16(most)]))),
      ])
    }
    if (key === 17) {
      state.mechanism = request.text() ?? ''
      const offered = this.#options.mechanisms ?? ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']
      return Buffer.concat([i16(offered.includes(state.mechanism) ? 0 : 33), list(offered.map(str))])
    }
    if (key === 36) return this.#authenticate(request.take(request.num(4)).toString(), state)
    // Nothing else before signing in: brokers hang up.
    if (state.user === '') return null
    if (key === 3) return this.#metadata(version, request)
    if (key === 22) return this.#producer()
    if (key === 0) return this.#produce(version, request)
    return null
  }

  #authenticate(text: string, state: { user: string; mechanism: string; step: number; first: string }): Buffer {
    const users = this.#options.users ?? {}
    const refuse = (code = 58) => Buffer.concat([i16(code), str('Authentication failed'), i32(0)])
    const give = (answer: string) =>
      Buffer.concat([i16(0), str(null), i32(Buffer.byteLength(answer)), Buffer.from(answer)])
    if (state.mechanism === 'PLAIN') {
      const [, user = '', password = ''] = text.split('\0')
      if (users[user] !== password) return refuse()
      state.user = user
      return give('')
    }
    const [hash, length] = state.mechanism === 'SCRAM-SHA-512' ? (['sha512', 64] as const) : (['sha256', 32] as const)
    if (state.step === 0) {
      const [, user = '', nonce = ''] = /^n,,n=([^,]*),r=(.+)$/.exec(text) ?? []
      if (!(plain(user) in users)) return refuse()
      const said = `r=${nonce}${randomBytes(12).toString('base64url')},s=${SALT.toString('base64')},i=${ROUNDS}`
      Object.assign(state, { step: 1, first: `n=${user},r=${nonce},${said}` })
      return give(said)
    }
    const [user = ''] = /(?<=^n=)[^,]*/.exec(state.first) ?? []
    const salted = pbkdf2Sync(users[plain(user)] ?? '', SALT, ROUNDS, length, hash)
    const mac = (key: Buffer, value: string) => createHmac(hash, key).update(value).digest()
    const [, without = '', proof = ''] = /^(c=biws,r=[^,]+),p=(.+)$/.exec(text) ?? []
    const all = `${state.first},${without}`
    const stored = createHash(hash).update(mac(salted, 'Client Key')).digest()
    const signature = mac(stored, all)
    const key = Buffer.from(Buffer.from(proof, 'base64').map((byte, at) => byte ^ (signature[at] ?? 0)))
    if (!createHash(hash).update(key).digest().equals(stored)) return refuse()
    state.user = user
    return give(`v=${mac(mac(salted, 'Server Key'), all).toString('base64')}`)
  }

  #metadata(version: number, request: Cursor): Buffer {
    const wanted = Array.from({ length: request.num(4) }, () => request.text() ?? '')
    const broker = Buffer.concat([i32(7), str(this.#options.advertised ?? '127.0.0.1'), i32(this.port), str(null)])
    const topics = wanted.map(name => {
      const count = this.#options.topics[name]
      const parts = Array.from({ length: count ?? 0 }, (_, index) =>
        Buffer.concat([i16(0), i32(index), i32(7), list([i32(7)]), list([i32(7)])]),
      )
      return Buffer.concat([i16(count === undefined ? 3 : 0), str(name), i8(0), list(parts)])
    })
    return Buffer.concat([
      ...(version >= 3 ? [i32(0)] : []),
      list([broker]),
      ...(version >= 2 ? [str('cluster')] : []),
      i32(7),
      list(topics),
    ])
  }

  #producer(): Buffer {
    if (!this.mayBeIdempotent) return Buffer.concat([i32(0), i16(31), i64(-1n), i16(-1)])
    return Buffer.concat([i32(0), i16(0), i64(++this.#producers + 1000n), i16(0)])
  }

  #produce(version: number, request: Cursor): Buffer | null {
    request.text()
    this.acks = request.num(2)
    request.num(4)
    if (request.num(4) !== 1) throw new Error('one topic at a time here')
    const topic = request.text() ?? ''
    if (request.num(4) !== 1) throw new Error('one partition at a time here')
    const partition = request.num(4)
    const batch = request.take(request.num(4))
    const fault = this.faults.shift() ?? this.fate()
    if (fault === 'break-before') return null
    const code = typeof fault === 'object' && fault !== null ? fault.code : this.#append(topic, partition, batch)
    if (fault === 'break-after') return null
    const row = [i32(partition), i16(code), i64(0n), i64(-1n), ...(version >= 5 ? [i64(0n)] : [])]
    if (version >= 8) row.push(list([]), str(code === 87 ? 'One or more records have been rejected' : null))
    return Buffer.concat([list([Buffer.concat([str(topic), list([Buffer.concat(row)])])]), i32(0)])
  }

  /** The code of its answer; 0: kept. */
  #append(topic: string, partition: number, bytes: Buffer): number {
    if (this.denied.has(topic)) return 29
    const parts = this.#options.topics[topic]
    if (parts === undefined || partition >= parts) return 3
    if (bytes.length > (this.#options.largest ?? 1_048_588)) return 10
    const batch = new Cursor(bytes)
    const [offset, length] = [batch.long(), batch.num(4)]
    batch.num(4)
    const [magic, sum] = [batch.num(1), batch.take(4).readUInt32BE()]
    if (offset !== 0n || length !== bytes.length - 12 || magic !== 2) return 2
    if (sum !== crc(bytes.subarray(batch.at))) return 2
    const [attributes, last, base, latest] = [batch.num(2), batch.num(4), Number(batch.long()), Number(batch.long())]
    const [producer, epoch, sequence, count] = [batch.long(), batch.num(2), batch.num(4), batch.num(4)]
    if (last !== count - 1) return 87
    const rest = bytes.subarray(batch.at)
    const records = new Cursor((attributes & 7) === 1 ? gunzipSync(rest) : rest)
    const kept = Array.from({ length: count }, (_, index) => recordIn(records, index, base))
    if (records.at !== records.bytes.length || Math.max(...kept.map(({ at }) => at)) !== latest) return 87
    if (epoch >= 0) {
      const place = `${producer} ${topic} ${partition}`
      const next = this.#next.get(place)
      if (next === undefined && sequence !== 0) return 59
      if (next !== undefined && sequence + count === next) return 46
      if (next !== undefined && sequence !== next) return 45
      this.#next.set(place, sequence + count)
    }
    const log = this.logs.get(`${topic}-${partition}`) ?? []
    this.logs.set(`${topic}-${partition}`, log)
    log.push(...kept)
    return 0
  }
}

function recordIn(cursor: Cursor, index: number, base: number): Kept {
  const end = cursor.vary() + cursor.at
  cursor.num(1)
  const [time, offset] = [cursor.vary(), cursor.vary()]
  if (offset !== index) throw new Error('offsets do not rise')
  const [key, value] = [cursor.take(cursor.vary()).toString(), cursor.take(cursor.vary()).toString()]
  const headers: Record<string, string> = {}
  for (let left = cursor.vary(); left > 0; left--) {
    const name = cursor.take(cursor.vary()).toString()
    headers[name] = cursor.take(cursor.vary()).toString()
  }
  if (cursor.at !== end) throw new Error('a record is longer than it says')
  return { key, value, headers, at: base + time }
}
