// The outside of a backup: a tar file (POSIX.1-2017, pax, "ustar Interchange Format"), so that people can look into it.
import { createHash } from 'node:crypto'

export class Broken extends Error {
  override readonly name = 'Broken'
}

export type Entry = { readonly name: string; readonly body: Buffer }
export type Sink = (bytes: Buffer) => Promise<void>

const BLOCK = 512
/** Bytes of one entry; ours are cut into pieces far below it. */
const MOST_BYTES = 256 * 1024 * 1024
const MOST_NAME = 100
/** The last entry: the SHA-256 of every byte before it. */
const SUM = 'sha256'

export type ArchiveWriter = {
  add(name: string, body: Buffer): Promise<void>
  /** Nothing is added behind it. */
  end(): Promise<void>
}

export function archiveWriter(sink: Sink): ArchiveWriter {
  const hash = createHash('sha256')
  return {
    async add(name, body) {
      for (const part of blocksOf(name, body)) {
        hash.update(part)
        await sink(part)
      }
    },
    async end() {
      await sink(tailOf(hash.digest('hex')))
    },
  }
}

const blocksOf = (name: string, body: Buffer): Buffer[] => [headerOf(name, body.length), body, paddingOf(body.length)]
const paddingOf = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
/** Two empty blocks end a tar file. */
const tailOf = (sum: string): Buffer =>
  Buffer.concat([...blocksOf(SUM, Buffer.from(`${sum}\n`)), Buffer.alloc(2 * BLOCK)])

function headerOf(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > MOST_NAME) throw new Error(`${name} is too long for an entry`)
  const header = Buffer.alloc(BLOCK)
  header.write(name, 0)
  header.write('0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write(' '.repeat(8), 148)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  const sum = header.reduce((all, byte) => all + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/**
 * The entries in their order. Throws `Broken` where a byte is not as it was written, at the end at the latest: nothing is
 * to be believed before.
 */
export async function* entriesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const hash = createHash('sha256')
  const input = reader(bytes)
  for (;;) {
    const header = await input.take(BLOCK)
    const name = header.subarray(0, MOST_NAME).toString('utf8').replace(/\0.*$/s, '')
    const size = Number.parseInt(header.toString('latin1', 124, 135), 8)
    // What we write has one form: every byte of a header follows from its name and size.
    if (!(size >= 0 && size <= MOST_BYTES) || !header.equals(headerOf(name, size)))
      throw new Broken('an entry has no proper head')
    const body = await input.take(size)
    const padding = await input.take(paddingOf(size).length)
    if (name === SUM) {
      const rest = await input.rest(3 * BLOCK)
      const tail = Buffer.concat([header, body, padding, rest])
      if (!tail.equals(tailOf(hash.digest('hex')))) throw new Broken('its SHA-256 is another than that at its end')
      return
    }
    for (const part of [header, body, padding]) hash.update(part)
    if (padding.some(byte => byte !== 0)) throw new Broken(`there is something behind ${name}`)
    yield { name, body }
  }
}

function reader(bytes: AsyncIterable<Buffer>) {
  const source = bytes[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let size = 0
  const more = async (): Promise<boolean> => {
    const next = await source.next()
    if (next.done) return false
    held.push(next.value)
    size += next.value.length
    return true
  }
  const cut = (length: number): Buffer => {
    const all = held.length === 1 ? held[0]! : Buffer.concat(held)
    const rest = all.subarray(length)
    held = rest.length > 0 ? [rest] : []
    size = rest.length
    return all.subarray(0, length)
  }
  return {
    async take(length: number): Promise<Buffer> {
      while (size < length) if (!(await more())) throw new Broken('it ends too early')
      return cut(length)
    },
    /** What is left; `most` bytes and no more are looked at. */
    async rest(most: number): Promise<Buffer> {
      while (size <= most && (await more()));
      return cut(Math.min(size, most + 1))
    },
  }
}
