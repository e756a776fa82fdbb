// Who we are, told to the bus at every connection. The library signs in JavaScript, which takes 20 ms of a processor, and
// all sensors of a server that was killed come at once; Node's own takes a tenth of one.
import { createPrivateKey, sign } from 'node:crypto'
import { type Authenticator, nkeys } from '@nats-io/transport-node'

/** RFC 8410, section 7: what stands before the seed of an Ed25519 key in PKCS #8. */
const BEFORE = Buffer.from('302e020100300506032b657004220420', 'hex')
/** The token and the seed, each between two lines that say so. */
const BLOCK = /-{3,}[^\n]*-{3,}\r?\n([\s\S]+?)\r?\n\s*-{3,}[^\n]*-{3,}/g

/** Of the text of a credentials file. Throws where it is none. */
export function authenticatorOf(credentials: string): Authenticator {
  const [jwt, seed] = [...credentials.matchAll(BLOCK)].map(([, text = '']) => text.trim())
  if (!jwt || !seed) throw new Error('it is no credentials file of NATS')
  // Its types leave it out.
  const raw = (nkeys.fromSeed(Buffer.from(seed)) as unknown as { getRawSeed(): Uint8Array }).getRawSeed()
  const key = createPrivateKey({ key: Buffer.concat([BEFORE, raw]), format: 'der', type: 'pkcs8' })
  return nonce => ({ jwt, ...(nonce ? { sig: sign(null, Buffer.from(nonce), key).toString('base64') } : {}) })
}
