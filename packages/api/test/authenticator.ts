// An authenticator in software, written from W3C Web Authentication level 3: ES256, no attestation.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/** CBOR (RFC 8949) of what is needed here: small numbers, bytes, texts, maps. */
function cbor(value: number | string | Uint8Array | Map<number | string, unknown>): Buffer {
  const head = (major: number, size: number) =>
    size < 24
      ? Buffer.of((major << 5) | size)
      : size < 256
        ? Buffer.of((major << 5) | 24, size)
        : Buffer.of((major << 5) | 25, size >> 8, size & 0xff)
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  const parts = [...value].flatMap(([key, item]) => [cbor(key), cbor(item as string)])
  return Buffer.concat([head(5, value.size), ...parts])
}

export type Wish = {
  readonly origin?: string
  readonly rpId?: string
  readonly verified?: boolean
  readonly count?: number
}

export function authenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(32)
  const key = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ])
  let counter = 0
  const dataOf = ({ rpId = new URL(origin).hostname, verified = true, count }: Wish, attested: Buffer | null) => {
    const flags = 0x01 | (verified ? 0x04 : 0) | (attested ? 0x40 : 0)
    counter = count ?? counter + 1
    const tail = Buffer.alloc(5)
    tail[0] = flags
    tail.writeUInt32BE(counter, 1)
    return Buffer.concat([sha256(rpId), tail, attested ?? Buffer.alloc(0)])
  }
  const clientOf = (type: string, challenge: string, wish: Wish) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: wish.origin ?? origin, crossOrigin: false }))
  const base = { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {} }
  return {
    id: base.id,
    create(challenge: string, wish: Wish = {}) {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, cbor(key)])
      const authData = dataOf(wish, attested)
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ])
      const clientDataJSON = b64(clientOf('webauthn.create', challenge, wish))
      const response = { clientDataJSON, attestationObject: b64(cbor(attestation)), transports: ['internal'] }
      return { ...base, authenticatorAttachment: 'platform', response }
    },
    get(challenge: string, wish: Wish = {}) {
      const [authenticatorData, client] = [dataOf(wish, null), clientOf('webauthn.get', challenge, wish)]
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(client)]), privateKey)
      const response = {
        clientDataJSON: b64(client),
        authenticatorData: b64(authenticatorData),
        signature: b64(signature),
        userHandle: null,
      }
      return { ...base, response }
    },
  }
}
