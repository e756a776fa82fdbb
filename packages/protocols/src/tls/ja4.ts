// JA4, the fingerprint of a TLS client: "JA4+ Network Fingerprinting", TLS client (JA4), FoxIO, BSD 3-clause.
import { sha256Text } from '../carriers/sha256.ts'
import { type Hello, isGrease } from './hello.ts'

const SERVER_NAME = 0x0000
const ALPN = 0x0010
const nothing = '000000000000'

const versions: Readonly<Record<number, string>> = {
  0x0002: 's2',
  0x0300: 's3',
  0x0301: '10',
  0x0302: '11',
  0x0303: '12',
  0x0304: '13',
}

const four = (value: number): string => value.toString(16).padStart(4, '0')
const two = (count: number): string => String(Math.min(count, 99)).padStart(2, '0')
const cut = (text: string): string => sha256Text(text).slice(0, 12)
const isPlain = (letter: string): boolean => /^[0-9A-Za-z]$/.test(letter)

/** First and last letter of the first protocol; of its hex where they are neither letters nor digits. */
function protocolOf({ edges }: Hello): string {
  if (edges === null) return '00'
  const [head, tail] = edges.map(byte => String.fromCharCode(byte)) as [string, string]
  if (isPlain(head) && isPlain(tail)) return `${head}${tail}`
  const hexed = (byte: number): string => byte.toString(16).padStart(2, '0')
  return `${hexed(edges[0])[0]}${hexed(edges[1])[1]}`
}

export function ja4(hello: Hello): string {
  const ciphers = hello.ciphers.filter(value => !isGrease(value))
  const extensions = hello.extensions.filter(value => !isGrease(value))
  const named = extensions.includes(SERVER_NAME) ? 'd' : 'i'
  const front = `t${versions[hello.version] ?? '00'}${named}${two(ciphers.length)}${two(extensions.length)}`
  const sorted = extensions
    .filter(value => value !== SERVER_NAME && value !== ALPN)
    .map(four)
    .sort()
  const signatures = hello.signatures.filter(value => !isGrease(value)).map(four)
  const behind = signatures.length > 0 ? `_${signatures.join(',')}` : ''
  const middle = ciphers.length > 0 ? cut(ciphers.map(four).sort().join(',')) : nothing
  const last = sorted.length > 0 ? cut(`${sorted.join(',')}${behind}`) : nothing
  return `${front}${protocolOf(hello)}_${middle}_${last}`
}
