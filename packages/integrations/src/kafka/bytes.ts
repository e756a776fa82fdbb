// Kafka's primitive types, as they are written and read. https://kafka.apache.org/protocol#protocol_types

/** What was read is not what the protocol says. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
}

export class Writer {
  readonly #pieces: Buffer[] = []

  int8 = (value: number): this => this.#fixed(1, piece => piece.writeInt8(value))
  int16 = (value: number): this => this.#fixed(2, piece => piece.writeInt16BE(value))
  int32 = (value: number): this => this.#fixed(4, piece => piece.writeInt32BE(value))
  uint32 = (value: number): this => this.#fixed(4, piece => piece.writeUInt32BE(value))
  int64 = (value: bigint): this => this.#fixed(8, piece => piece.writeBigInt64BE(value))

  raw(piece: Uint8Array): this {
    this.#pieces.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))
    return this
  }

  string(text: string | null): this {
    if (text === null) return this.int16(-1)
    const bytes = Buffer.from(text, 'utf8')
    return this.int16(bytes.length).raw(bytes)
  }

  bytes = (piece: Uint8Array): this => this.int32(piece.length).raw(piece)

  /** Zigzag, seven bits a byte; of values that fit in 53 bits. */
  varint(value: number): this {
    const out: number[] = []
    let rest = value >= 0 ? value * 2 : -value * 2 - 1
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) out.push((rest % 0x80) | 0x80)
    out.push(rest)
    return this.raw(Buffer.from(out))
  }

  varbytes = (piece: Uint8Array): this => this.varint(piece.length).raw(piece)

  done = (): Buffer => Buffer.concat(this.#pieces)

  #fixed(size: number, write: (piece: Buffer) => void): this {
    const piece = Buffer.alloc(size)
    write(piece)
    this.#pieces.push(piece)
    return this
  }
}

/** Items of an array at most: an answer of ours is small. */
const MOST_ITEMS = 100_000

/** Throws `Malformed` past the end. */
export class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  int8 = (): number => this.#take(1).readInt8()
  int16 = (): number => this.#take(2).readInt16BE()
  int32 = (): number => this.#take(4).readInt32BE()
  int64 = (): bigint => this.#take(8).readBigInt64BE()

  string(): string | null {
    const length = this.int16()
    return length < 0 ? null : this.#take(length).toString('utf8')
  }

  bytes(): Buffer {
    const length = this.int32()
    return length < 0 ? Buffer.alloc(0) : this.#take(length)
  }

  array<T>(each: () => T): T[] {
    const count = this.int32()
    if (count > MOST_ITEMS) throw new Malformed(`a list of ${count} items`)
    return Array.from({ length: Math.max(0, count) }, each)
  }

  #take(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new Malformed(`${end - this.#bytes.length} bytes are missing`)
    const piece = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return piece
  }
}
