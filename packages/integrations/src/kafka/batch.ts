// Records as brokers keep them: a batch of version 2, and the partition of a key as Kafka's own producer chooses it.
// https://kafka.apache.org/documentation/#recordbatch
import { gzipSync } from 'node:zlib'
import { Writer } from './bytes.ts'

export type KafkaRecord = {
  readonly key: Buffer
  readonly value: Buffer
  readonly headers: readonly (readonly [string, string])[]
  /** ms since 1970 */
  readonly at: number
}

/** Nobody's: without idempotence. */
export const NO_PRODUCER = { id: -1n, epoch: -1 }

export type Producer = { readonly id: bigint; readonly epoch: number }

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value >>> 0
})

/** CRC-32C (RFC 3720, B.4). */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = castagnoli[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

function recordBytes({ key, value, headers, at }: KafkaRecord, offset: number, base: number): Buffer {
  const body = new Writer()
    .int8(0)
    .varint(at - base)
    .varint(offset)
  body.varbytes(key).varbytes(value).varint(headers.length)
  for (const [name, text] of headers) body.varbytes(Buffer.from(name)).varbytes(Buffer.from(text))
  return new Writer().varbytes(body.done()).done()
}

/** Bytes of a record, a little more than it takes. */
export const sizeOf = ({ key, value, headers }: KafkaRecord): number =>
  key.length + value.length + headers.reduce((sum, [name, text]) => sum + name.length + Buffer.byteLength(text) + 6, 40)

/** Bytes of a batch before its first record. */
export const OVERHEAD = 61

export type BatchOptions = { readonly producer: Producer; readonly sequence: number; readonly isPacked: boolean }

export function batchOf(records: readonly KafkaRecord[], { producer, sequence, isPacked }: BatchOptions): Buffer {
  const times = records.map(({ at }) => at)
  const base = times[0] ?? 0
  const plain = Buffer.concat(records.map((record, offset) => recordBytes(record, offset, base)))
  // From the attributes on, what the checksum is over.
  const covered = new Writer()
    .int16(isPacked ? 1 : 0)
    .int32(records.length - 1)
    .int64(BigInt(base))
    .int64(BigInt(Math.max(...times)))
    .int64(producer.id)
    .int16(producer.epoch)
    .int32(producer.epoch < 0 ? -1 : sequence)
    .int32(records.length)
    .raw(isPacked ? gzipSync(plain) : plain)
    .done()
  // Leader epoch: not known to a producer; magic: 2.
  const rest = new Writer().int32(-1).int8(2).uint32(crc32c(covered)).raw(covered).done()
  return new Writer().int64(0n).int32(rest.length).raw(rest).done()
}

/** MurmurHash 2 as Kafka has it: whoever joins topics by key finds both in the same partition. */
export function murmur2(key: Buffer): number {
  const mix = 0x5bd1e995
  let hash = 0x9747b28c ^ key.length
  const whole = key.length & ~3
  for (let at = 0; at < whole; at += 4) {
    let part = Math.imul(key.readInt32LE(at), mix)
    part ^= part >>> 24
    hash = Math.imul(hash, mix) ^ Math.imul(part, mix)
  }
  const left = key.length & 3
  if (left >= 3) hash ^= (key[whole + 2]! & 0xff) << 16
  if (left >= 2) hash ^= (key[whole + 1]! & 0xff) << 8
  if (left >= 1) hash = Math.imul(hash ^ (key[whole]! & 0xff), mix)
  hash = Math.imul(hash ^ (hash >>> 13), mix)
  return hash ^ (hash >>> 15)
}

export const partitionOf = (key: Buffer, partitions: number): number => (murmur2(key) & 0x7fffffff) % partitions
