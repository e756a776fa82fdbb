// An append-only chain: each link holds the hash of the one before it, so that none can be changed, taken out or put in.
import { canonical } from './canonical.ts'

/** SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in lower-case hex. */
export type Sha256 = (text: string) => string

/** `hash` = SHA-256(prev followed by the canonical JSON of seq and body). `seq` from 0. */
export type Link<T> = { readonly seq: number; readonly prev: string; readonly hash: string; readonly body: T }

/** What stands before the first link. */
export const GENESIS = '0'.repeat(64)

export type Head = { readonly seq: number; readonly hash: string }

/** Before the first link. */
export const emptyHead: Head = { seq: -1, hash: GENESIS }

export const hashOf = (prev: string, seq: number, body: unknown, sha256: Sha256): string =>
  sha256(prev + canonical({ seq, body }))

/** The link that follows. `canonical.ts` says what a body may hold. */
export function append<T>({ seq, hash: prev }: Head, body: T, sha256: Sha256): Link<T> {
  return { seq: seq + 1, prev, hash: hashOf(prev, seq + 1, body, sha256), body }
}
