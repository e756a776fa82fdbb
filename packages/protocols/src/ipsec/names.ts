// Names of IPsec: exchange types of IKEv1 (RFC 2408 3.1, RFC 2409) and IKEv2 (RFC 7296 3.1), vendors that identify themselves.
import type { FunctionRef } from '@nautilus/model'

const ref = (code: string, name: string): FunctionRef => ({ code, name })
/** By number: those of version 1 are below 34. */
export const exchanges: Readonly<Record<number, FunctionRef>> = Object.freeze({
  1: ref('ike:1', 'base'),
  2: ref('ike:2', 'main mode'),
  3: ref('ike:3', 'authentication only'),
  4: ref('ike:4', 'aggressive mode'),
  5: ref('ike:5', 'informational'),
  6: ref('ike:6', 'transaction'),
  32: ref('ike:32', 'quick mode'),
  33: ref('ike:33', 'new group mode'),
  34: ref('ike:34', 'IKE_SA_INIT'),
  35: ref('ike:35', 'IKE_AUTH'),
  36: ref('ike:36', 'CREATE_CHILD_SA'),
  37: ref('ike:37', 'INFORMATIONAL'),
  38: ref('ike:38', 'IKE_SESSION_RESUME'),
  43: ref('ike:43', 'IKE_INTERMEDIATE'),
  44: ref('ike:44', 'IKE_FOLLOWUP_KE'),
})
export const ESP = ref('esp', 'encrypted packet (ESP)')
export const AH = ref('ah', 'authenticated packet (AH)')
export const KEEP_ALIVE = ref('keep-alive', 'NAT keep-alive')

/** First bytes of vendor identifiers that are published: RFC 3706, 3947, and their makers. */
export const vendors: readonly (readonly [string, string])[] = [
  ['afcad71368a1f1c96b8696fc7757', 'dead peer detection'],
  ['4a131c81070358455c5728f20e95452f', 'NAT traversal'],
  ['09002689dfd6b712', 'XAUTH'],
  ['12f5f28c457168a9702d9fe274cc', 'Cisco Unity'],
  ['1e2b516905991c7d7c96fcbfb587e461', 'Microsoft Windows'],
]
