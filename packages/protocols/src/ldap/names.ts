// Names of LDAP: RFC 4511 4.1.9 and section 4; object identifiers of extended operations.
import type { FunctionRef } from '@nautilus/model'

const ref = (code: number, name: string): FunctionRef => ({ code: `${code}`, name })
const [bind, search, modify, add, remove, move, compare, extended] = [
  ref(0, 'bind'),
  ref(3, 'search'),
  ref(6, 'modify'),
  ref(8, 'add'),
  ref(10, 'delete'),
  ref(12, 'modify DN'),
  ref(14, 'compare'),
  ref(23, 'extended'),
]

/** By the number of the application tag; an answer is one function with its request, and numbered so. */
export const functions: Readonly<Record<number, FunctionRef>> = Object.freeze({
  0: bind,
  1: bind,
  2: ref(2, 'unbind'),
  3: search,
  4: ref(4, 'search result entry'),
  5: search,
  6: modify,
  7: modify,
  8: add,
  9: add,
  10: remove,
  11: remove,
  12: move,
  13: move,
  14: compare,
  15: compare,
  16: ref(16, 'abandon'),
  19: ref(19, 'search result reference'),
  23: extended,
  24: extended,
  25: ref(25, 'intermediate response'),
})
export const PROTECTED: FunctionRef = { code: 'sasl', name: 'protected message' }
export const TLS: FunctionRef = { code: 'tls', name: 'TLS record' }

/** RFC 4511 appendix A. */
export const results: Readonly<Record<number, string>> = Object.freeze({
  0: 'success',
  1: 'operationsError',
  2: 'protocolError',
  3: 'timeLimitExceeded',
  4: 'sizeLimitExceeded',
  5: 'compareFalse',
  6: 'compareTrue',
  7: 'authMethodNotSupported',
  8: 'strongerAuthRequired',
  10: 'referral',
  11: 'adminLimitExceeded',
  12: 'unavailableCriticalExtension',
  13: 'confidentialityRequired',
  14: 'saslBindInProgress',
  16: 'noSuchAttribute',
  17: 'undefinedAttributeType',
  18: 'inappropriateMatching',
  19: 'constraintViolation',
  20: 'attributeOrValueExists',
  21: 'invalidAttributeSyntax',
  32: 'noSuchObject',
  33: 'aliasProblem',
  34: 'invalidDNSyntax',
  36: 'aliasDereferencingProblem',
  48: 'inappropriateAuthentication',
  49: 'invalidCredentials',
  50: 'insufficientAccessRights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
  54: 'loopDetect',
  64: 'namingViolation',
  65: 'objectClassViolation',
  66: 'notAllowedOnNonLeaf',
  67: 'notAllowedOnRDN',
  68: 'entryAlreadyExists',
  69: 'objectClassModsProhibited',
  71: 'affectsMultipleDSAs',
  80: 'other',
})
/** Success, what a comparison says, a referral, and a bind that goes on are no refusals. */
export const isRefusal = (result: number): boolean => ![0, 5, 6, 10, 14].includes(result)

export const extensions: Readonly<Record<string, string>> = Object.freeze({
  '1.3.6.1.4.1.1466.20037': 'StartTLS',
  '1.3.6.1.4.1.4203.1.11.1': 'password modify',
  '1.3.6.1.4.1.4203.1.11.3': 'who am I',
  '1.3.6.1.1.8': 'cancel',
  '1.3.6.1.1.21.1': 'start transaction',
  '1.3.6.1.1.21.3': 'end transaction',
})

export const scopes: readonly string[] = ['base', 'one level', 'subtree', 'subordinates']
export const changes: readonly string[] = ['add', 'delete', 'replace', 'increment']
