import { createHash } from 'node:crypto'

/** UUID version 5 (RFC 9562, 5.5): the same name in the same namespace is the same id, everywhere and always. */
export function uuid5(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = hash.subarray(0, 16).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Of what has an id in Nautilus, and needs one elsewhere that stays. */
export const NAUTILUS = '7a0b5a3c-5d0e-5a55-9f0b-3a6c1f2f8d41'
