// Standard Webhooks 1.0: id, time and body are signed, by HMAC-SHA256 (`v1`) or Ed25519 (`v1a`).
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'

/** PKCS #8 of an Ed25519 private key is this and its 32 bytes (RFC 8410, 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const bytesOf = (secret: string): Buffer => Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64')

/** Why it is no secret; null: it is one. */
export function secretFault(secret: string): string | null {
  const isBase64 = /^wh(sec|sk)_[A-Za-z0-9+/]+={0,2}$/.test(secret)
  const { length } = isBase64 ? bytesOf(secret) : { length: 0 }
  if (secret.startsWith('whsec_') && length >= 24 && length <= 64) return null
  if (secret.startsWith('whsk_') && (length === 32 || length === 64)) return null
  return 'must be whsec_ and 24 to 64 bytes in base64, or whsk_ and an Ed25519 key'
}

/** The seed comes first; some write the public key behind it. */
const ed25519 = (secret: string): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, bytesOf(secret).subarray(0, 32)]), format: 'der', type: 'pkcs8' })

/** What the receiver of `v1a` needs: `whpk_` and the public key. */
export function publicOf(secret: string): string {
  const der = createPublicKey(ed25519(secret)).export({ format: 'der', type: 'spki' })
  return `whpk_${der.subarray(-32).toString('base64')}`
}

export type Signed = { readonly id: string; readonly seconds: number; readonly body: string }

/** `secrets`: a new one beside an old one while receivers change over. */
export const signatures = (secrets: readonly string[], { id, seconds, body }: Signed): string => {
  const content = Buffer.from(`${id}.${seconds}.${body}`)
  const one = (secret: string) =>
    secret.startsWith('whsk_')
      ? `v1a,${sign(null, content, ed25519(secret)).toString('base64')}`
      : `v1,${createHmac('sha256', bytesOf(secret)).update(content).digest('base64')}`
  return secrets.map(one).join(' ')
}
