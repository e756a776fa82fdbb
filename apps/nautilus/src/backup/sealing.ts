// A backup under a passphrase. The key comes from it by scrypt (RFC 7914); the bytes are sealed in frames by AES-256-GCM
// (NIST SP 800-38D). The nonce of a frame is its number and whether it is the last: none can be left out, moved or cut off.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { Broken, type Sink } from './tar.ts'

export const MAGIC = Buffer.from('nautilus sealed backup 1\n')
const SALT = 16
const TAG = 16
/** Bytes of a frame before it is sealed. */
const FRAME = 1024 * 1024
/** 128 MB and about half a second: what trying costs. */
const COST = 2 ** 17

const keyFrom = (passphrase: string, salt: Buffer, N: number): Buffer =>
  scryptSync(passphrase.normalize('NFC'), salt, 32, { N, r: 8, p: 1, maxmem: 256 * 1024 * 1024 })

function nonceOf(frame: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(frame, 4, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

export type Sealed = { readonly write: Sink; end(): Promise<void> }

export function sealed(passphrase: string, sink: Sink, cost = COST): Sealed {
  const salt = randomBytes(SALT)
  // Salts are never used twice, so the numbers of frames may be.
  const key = keyFrom(passphrase, salt, cost)
  let held: Buffer[] = [Buffer.alloc(0)]
  let size = 0
  let frame = 0
  let begun = false
  const put = async (plain: Buffer, isLast: boolean) => {
    if (!begun) await sink(Buffer.concat([MAGIC, salt]))
    begun = true
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frame++, isLast))
    await sink(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
  }
  return {
    async write(bytes) {
      held.push(bytes)
      size += bytes.length
      // The last frame is full or less, and never empty but in an empty file.
      while (size > FRAME) {
        const all = Buffer.concat(held)
        await put(all.subarray(0, FRAME), false)
        held = [all.subarray(FRAME)]
        size = all.length - FRAME
      }
    },
    end: () => put(Buffer.concat(held), true),
  }
}

/** Throws `Broken` at the first frame that is not as it was sealed; with a wrong passphrase that is the first one. */
export async function* opened(passphrase: string, bytes: AsyncIterable<Buffer>, cost = COST): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0)
  let key: Buffer | null = null
  let frame = 0
  const open = (sealedFrame: Buffer, isLast: boolean): Buffer => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key!, nonceOf(frame, isLast))
      decipher.setAuthTag(sealedFrame.subarray(-TAG))
      const plain = Buffer.concat([decipher.update(sealedFrame.subarray(0, -TAG)), decipher.final()])
      frame++
      return plain
    } catch {
      throw new Broken(
        frame === 0
          ? 'it cannot be opened with this passphrase, or it is damaged'
          : `it is damaged in frame ${frame + 1}`,
      )
    }
  }
  for await (const piece of bytes) {
    held = Buffer.concat([held, piece])
    if (key === null) {
      if (held.length < MAGIC.length + SALT) continue
      key = keyFrom(passphrase, held.subarray(MAGIC.length, MAGIC.length + SALT), cost)
      held = held.subarray(MAGIC.length + SALT)
    }
    while (held.length > FRAME + TAG) {
      yield open(held.subarray(0, FRAME + TAG), false)
      held = held.subarray(FRAME + TAG)
    }
  }
  if (key === null || held.length < TAG) throw new Broken('it ends too early')
  yield open(held, true)
}
