// How one signs in to NATS: by a file of credentials (a JWT and the seed that signs what the server asks), or by a user and a
// password. https://docs.nats.io/using-nats/developer/connecting/creds
import { createPrivateKey, sign } from 'node:crypto'
import type { Settings } from '../kind.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** PKCS #8 of an Ed25519 private key is this and its 32 bytes (RFC 8410, 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function base32(text: string): Buffer {
  const out: number[] = []
  let [bits, value] = [0, 0]
  for (const letter of text) {
    value = ((value << 5) | ALPHABET.indexOf(letter)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      out.push((value >> bits) & 0xff)
    }
  }
  return Buffer.from(out)
}

/** CRC-16/XMODEM, which ends every key. */
function crc16(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}

/** The 32 bytes of the seed of a user; null where it is none. */
function seedIn(text: string): Buffer | null {
  if (!/^SU[A-Z2-7]{56}$/.test(text)) return null
  const bytes = base32(text)
  return bytes.readUInt16LE(34) === crc16(bytes.subarray(0, 34)) ? bytes.subarray(2, 34) : null
}

/** Line breaks may be lost on the way through a form. */
function partsIn(file: string): { readonly jwt: string; readonly seed: Buffer } | null {
  const [, jwt] = /BEGIN NATS USER JWT-+\s*([\w.-]+?)\s*-{3,}END NATS USER JWT/.exec(file) ?? []
  const [, text = ''] = /BEGIN USER NKEY SEED-+\s*(\w+)\s*-{3,}END USER NKEY SEED/.exec(file) ?? []
  const seed = seedIn(text)
  return jwt && seed ? { jwt, seed } : null
}

export const credentialsFault = (file: string): string | null =>
  partsIn(file) ? null : 'must be a file of credentials: a user JWT and the seed of its key'

/** What CONNECT says of who it is. `nonce`: what the server wants to be signed. */
export function identityOf({ credentials = '', user = '', password = '' }: Settings, nonce: string): object {
  const parts = partsIn(credentials)
  if (!parts) return user ? { user, pass: password } : {}
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, parts.seed]), format: 'der', type: 'pkcs8' })
  return { jwt: parts.jwt, sig: sign(null, Buffer.from(nonce), key).toString('base64url') }
}
