// Names of RDP: [MS-RDPBCGR] 2.2.1, T.125 section 7.
import type { FunctionRef } from '@nautilus/model'

const ref = (code: string, name: string): FunctionRef => ({ code, name })
export const CONNECT = ref('x224:connect', 'connection request')
export const OTHER_TPDU = ref('x224:other', 'other transport message')
export const FAST_PATH = ref('fast-path', 'fast-path input and output')
export const TLS = ref('tls', 'TLS record')

/** By the choice of DomainMCSPDU, T.125 7: the upper six bits of the first byte. */
export const mcs: Readonly<Record<number, FunctionRef>> = Object.freeze({
  1: ref('mcs:1', 'erect domain'),
  8: ref('mcs:8', 'disconnect provider ultimatum'),
  10: ref('mcs:10', 'attach user'),
  11: ref('mcs:10', 'attach user'),
  12: ref('mcs:12', 'detach user request'),
  14: ref('mcs:14', 'channel join'),
  15: ref('mcs:14', 'channel join'),
  25: ref('mcs:25', 'send data request'),
  26: ref('mcs:26', 'send data indication'),
})
/** Connect-Initial and Connect-Response, which are encoded otherwise. */
export const MCS_CONNECT = ref('mcs:101', 'connect')

/** What is sent as data and can be told apart: security flags of 2.2.8.1.1.2.1. */
export const SECURITY_EXCHANGE = ref('security:0001', 'security exchange')
export const CLIENT_INFO = ref('security:0040', 'client info')
export const LICENCE = ref('security:0080', 'licensing')

/** Requested and selected protocols, 2.2.1.1.1. */
const protocols: readonly string[] = ['TLS', 'CredSSP', 'RDSTLS', 'CredSSP with early user authorization', 'RDS AAD']
export const STANDARD = 'standard RDP security'

export function protocolNames(bits: number): string {
  const found = protocols.filter((_, bit) => (bits & (1 << bit)) !== 0)
  return found.length === 0 ? STANDARD : found.join(', ')
}

/** 2.2.1.2.2. */
export const failures: Readonly<Record<number, string>> = Object.freeze({
  1: 'TLS required by server',
  2: 'TLS not allowed by server',
  3: 'no certificate on server',
  4: 'inconsistent flags',
  5: 'CredSSP required by server',
  6: 'TLS with user authentication required by server',
})

/** 2.2.1.4.3. */
export const encryptionMethods: Readonly<Record<number, string>> = Object.freeze({
  0: 'none',
  1: '40-bit RC4',
  2: '128-bit RC4',
  8: '56-bit RC4',
  16: 'FIPS 140-1',
})
export const encryptionLevels: readonly string[] = ['none', 'low', 'client compatible', 'high', 'FIPS']

/** Results of MCS, T.125 7. */
export const results: readonly string[] = [
  'successful',
  'domain merging',
  'domain not hierarchical',
  'no such channel',
  'no such domain',
  'no such user',
  'not admitted',
  'other user id',
  'parameters unacceptable',
  'token not available',
  'token not possessed',
  'too many channels',
  'too many tokens',
  'too many users',
  'unspecified failure',
  'user rejected',
]
