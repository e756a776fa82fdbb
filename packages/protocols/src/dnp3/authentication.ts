// DNP3 secure authentication, versions 2 and 5: IEEE 1815-2012, clause 7 and A.45 (group 120).
import type { Claim, FunctionRef } from '@nautilus/model'
import { printable, type Reader } from '../reader.ts'
import type { Fragment } from './message.ts'
import { sizedObject } from './sized.ts'

export const AUTHENTICATION = 120
export const CHALLENGE = 1
export const ANSWER = 2
const AGGRESSIVE = 3

const kinds = [
  'unknown',
  'challenge',
  'challenge reply',
  'aggressive mode request',
  'session key status request',
  'session key status',
  'session key change',
  'error',
  'user certificate',
  'message authentication code',
  'user status change',
  'update key change request',
  'update key change reply',
  'update key change',
  'update key change signature',
  'update key change confirmation',
]

const errors: Readonly<Record<number, string>> = {
  1: 'authentication failed',
  2: 'unexpected reply',
  3: 'no reply',
  4: 'aggressive mode not permitted',
  5: 'MAC algorithm not permitted',
  6: 'key wrap algorithm not permitted',
  7: 'authorization failed',
  8: 'update key change method not permitted',
  9: 'invalid signature',
  10: 'invalid certification data',
  11: 'unknown user',
  12: 'max session key status requests exceeded',
}
const keyStates = ['undefined', 'ok', 'not initialized', 'communication failure', 'authentication failure']

export type Authenticated = {
  readonly variation: number
  readonly refusal: FunctionRef | null
  readonly detail: Record<string, string | number>
  readonly claims: readonly Claim[]
}

/** What the authentication object of a fragment says; null when it has none. */
export function authenticationOf(fragment: Fragment | null): Authenticated | null {
  const found = fragment && sizedObject(fragment, AUTHENTICATION)
  if (!found) return bare(fragment)
  const { variation, object } = found
  const detail: Record<string, string | number> = { authentication: kinds[variation] ?? 'unknown' }
  const code = variation === 7 ? errorOf(object, detail) : -1
  const name = variation === 10 || variation === 11 ? userOf(object, variation) : ''
  if (variation <= 4) numbers(object, variation, detail)
  if (variation === 5 || variation === 6) keyStatus(object, variation, detail)
  if (name !== '') detail.user = name
  return {
    variation,
    refusal: code >= 0 ? { code: String(code), name: errors[code] ?? 'unknown authentication error' } : null,
    detail: object.short ? { authentication: detail.authentication! } : detail,
    claims: name === '' ? [] : [{ about: fragment.from, attribute: 'user', value: name, confidence: 0.9 }],
  }
}

/** An object of fixed size under another qualifier: which it is, and no more. */
function bare(fragment: Fragment | null): Authenticated | null {
  const header = fragment?.headers.find(({ group }) => group === AUTHENTICATION)
  if (!header) return null
  const { variation } = header
  return { variation, refusal: null, detail: { authentication: kinds[variation] ?? 'unknown' }, claims: [] }
}

/** Sequence number of the challenge, number of the user. */
function numbers(object: Reader, variation: number, detail: Record<string, string | number>): void {
  if (variation < 4) detail.sequence = object.u32le()
  detail.user = object.u16le()
}

function errorOf(object: Reader, detail: Record<string, string | number>): number {
  detail.sequence = object.u32le()
  detail.user = object.u16le()
  object.skip(2)
  return object.u8()
}

function keyStatus(object: Reader, variation: number, detail: Record<string, string | number>): void {
  detail.sequence = object.u32le()
  detail.user = object.u16le()
  if (variation !== 5) return
  object.skip(1)
  const status = object.u8()
  detail.keys = keyStates[status] ?? `status ${status}`
}

/** A.45.10 and A.45.11: the name of the user whose rights or key are changed. */
function userOf(object: Reader, variation: number): string {
  object.skip(1)
  if (variation === 10) object.skip(1 + 4 + 2 + 2)
  const length = object.u16le()
  object.skip(variation === 10 ? 4 : 2)
  return printable(object.take(Math.min(length, object.left)), 64)
}

export const isAggressive = ({ headers }: Fragment): boolean =>
  headers.some(({ group, variation }) => group === AUTHENTICATION && variation === AGGRESSIVE)
export const isChallenge = ({ headers }: Fragment): boolean =>
  headers.some(({ group, variation }) => group === AUTHENTICATION && variation === CHALLENGE)
export const isAnswer = ({ code, headers }: Fragment): boolean =>
  code === 32 && headers.some(({ group, variation }) => group === AUTHENTICATION && variation === ANSWER)
