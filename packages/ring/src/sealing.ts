// How blocks are packed and sealed: zstd, then AES-256-GCM (NIST SP 800-38D) under a key for each segment, which follows
// from the secret by HKDF (RFC 5869). Without a secret a checksum tells damage.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import {
  BLOCK_HEAD,
  type BlockHead,
  BOUND,
  closeBlockHead,
  digestOfHead,
  nonceOf,
  RingTrouble,
  readBlockHead,
  type SegmentHead,
  tagOf,
  viewOf,
  writeBlockHead,
} from './format.ts'

const CIPHER = 'aes-256-gcm'
const CHECK = 8
/** Characters of a secret at the least: a passphrase that can be guessed guards nothing. */
export const LEAST_SECRET = 32

/** Level 3 keeps a fifth more of cyclic traffic than 1, in the same time: `nautilus bench --ring` measures both. */
export const LEVEL = 3

export type BlockKey = Uint8Array | null

type Fields = Pick<SegmentHead, 'stream' | 'started'>

/** A new segment, and the key of its blocks; null where there is no secret. */
export function newSegment({ stream, started }: Fields, secret: string | null): { head: SegmentHead; key: BlockKey } {
  const seed = randomBytes(4).readUInt32LE()
  const salt = randomBytes(16)
  const open: SegmentHead = { isSealed: secret !== null, seed, salt, check: new Uint8Array(CHECK), started, stream }
  if (secret === null) return { head: open, key: null }
  const { key, check } = derive(open, secret)
  return { head: { ...open, check }, key }
}

/** The key of its blocks. Throws `RingTrouble` where the secret is missing or another one. */
export function keyOf(head: SegmentHead, secret: string | null): BlockKey {
  if (!head.isSealed) return null
  if (secret === null) throw new RingTrouble('These packets are encrypted: name the file of their key.')
  const { key, check } = derive(head, secret)
  if (!timingSafeEqual(check, head.check))
    throw new RingTrouble('These packets were encrypted under another key than the one that was given.')
  return key
}

function derive(head: SegmentHead, secret: string): { key: Uint8Array; check: Uint8Array } {
  const info = Buffer.concat([Buffer.from('nautilus evidence ring '), digestOfHead(head)])
  const derived = new Uint8Array(hkdfSync('sha256', secret, head.salt, info, 32 + CHECK))
  return { key: derived.subarray(0, 32), check: derived.subarray(32) }
}

/** One block as it goes to the disk, head and all. */
export function packBlock(
  about: Omit<BlockHead, 'stored' | 'unpacked'>,
  payload: Uint8Array,
  key: BlockKey,
  level = LEVEL,
): Uint8Array {
  const packed = zstdCompressSync(payload, { params: { [constants.ZSTD_c_compressionLevel]: level } })
  const block = new Uint8Array(BLOCK_HEAD + packed.length)
  block.set(writeBlockHead({ ...about, stored: packed.length, unpacked: payload.length }))
  const head = block.subarray(0, BLOCK_HEAD)
  const nonce = new Uint8Array(12)
  const tag = new Uint8Array(16)
  if (key === null) {
    viewOf(tag).setUint32(0, crc32(packed), true)
    block.set(packed, BLOCK_HEAD)
  } else {
    randomBytes(12).copy(nonce)
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(head.subarray(0, BOUND))
    block.set(cipher.update(packed), BLOCK_HEAD)
    cipher.final()
    tag.set(cipher.getAuthTag())
  }
  closeBlockHead(head, nonce, tag)
  return block
}

/** What is in a block; null where it was damaged or changed. `head`: its 96 bytes. */
export function openBlock(head: Uint8Array, stored: Uint8Array, key: BlockKey): Uint8Array | null {
  const about = readBlockHead(head)
  if (!about || about.stored !== stored.length) return null
  const packed = key === null ? checked(head, stored) : unsealed(head, stored, key)
  if (!packed) return null
  try {
    const payload = zstdDecompressSync(packed, { maxOutputLength: Math.max(1, about.unpacked) })
    return payload.length === about.unpacked ? payload : null
  } catch {
    return null
  }
}

const checked = (head: Uint8Array, stored: Uint8Array): Uint8Array | null =>
  viewOf(tagOf(head)).getUint32(0, true) === crc32(stored) ? stored : null

function unsealed(head: Uint8Array, stored: Uint8Array, key: Uint8Array): Uint8Array | null {
  try {
    const cipher = createDecipheriv(CIPHER, key, nonceOf(head), { authTagLength: 16 })
    cipher.setAAD(head.subarray(0, BOUND)).setAuthTag(tagOf(head))
    return Buffer.concat([cipher.update(stored), cipher.final()])
  } catch {
    return null
  }
}
