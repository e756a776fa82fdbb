// SCRAM (RFC 5802, RFC 7677): the password never leaves, and the broker shows that it knows it too.
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'

export type Scram = {
  readonly first: string
  /** Throws where the broker asks for something that no broker asks for. */
  final(serverFirst: string): string
  /** Whether whoever answers knew the password. */
  isTrue(serverFinal: string): boolean
}

/** Rounds that a broker may ask for: more would hold up everything else. */
const ROUNDS = { least: 4096, most: 1_000_000 }

const escaped = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C')

const partsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(text.split(',').map(part => [part.slice(0, 1), part.slice(2)] as const))

export function scramOf(hash: 'sha256' | 'sha512', user: string, password: string, nonce: string): Scram {
  const mac = (key: Buffer, text: string | Buffer) => createHmac(hash, key).update(text).digest()
  const bare = `n=${escaped(user)},r=${nonce}`
  let expected = Buffer.alloc(0)
  return {
    first: `n,,${bare}`,
    final(serverFirst) {
      const said = partsOf(serverFirst)
      const [theirs = '', salt = '', rounds] = [said.get('r'), said.get('s'), Number(said.get('i'))]
      if (!theirs.startsWith(nonce) || theirs.length === nonce.length) throw new Error('the nonce is not ours')
      if (!(rounds >= ROUNDS.least && rounds <= ROUNDS.most)) throw new Error(`${said.get('i')} rounds are asked for`)
      const length = hash === 'sha256' ? 32 : 64
      const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), rounds, length, hash)
      const withoutProof = `c=biws,r=${theirs}`
      const all = `${bare},${serverFirst},${withoutProof}`
      const client = mac(salted, 'Client Key')
      const signature = mac(createHash(hash).update(client).digest(), all)
      expected = mac(mac(salted, 'Server Key'), all)
      const proof = Buffer.from(client.map((byte, at) => byte ^ signature[at]!))
      return `${withoutProof},p=${proof.toString('base64')}`
    },
    isTrue(serverFinal) {
      const given = Buffer.from(partsOf(serverFinal).get('v') ?? '', 'base64')
      return given.length === expected.length && expected.length > 0 && timingSafeEqual(given, expected)
    },
  }
}
