// What only the platform may read: AES-256-GCM (NIST SP 800-38D) under a key that follows from the secret of the instance
// (HKDF, RFC 5869). A backup of the tables alone gives nothing away.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export type Sealer = {
  /** `place`: where it is kept; opened from anywhere else it is refused. */
  seal(place: readonly string[], text: string): Buffer
  /** Null where it was changed, moved, or sealed under another secret. */
  open(place: readonly string[], sealed: Uint8Array): string | null
}

const IV = 12
const TAG = 16
const CIPHER = 'aes-256-gcm'

export function sealerOf(secret: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'nautilus contacts', 32))
  return {
    seal: (place, text) => {
      const iv = randomBytes(IV)
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(bound(place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body])
    },
    open: (place, sealed) => {
      try {
        const cipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV), { authTagLength: TAG })
        cipher.setAAD(bound(place)).setAuthTag(sealed.subarray(IV, IV + TAG))
        return Buffer.concat([cipher.update(sealed.subarray(IV + TAG)), cipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}

const bound = (place: readonly string[]): Buffer => Buffer.from(JSON.stringify(place))
