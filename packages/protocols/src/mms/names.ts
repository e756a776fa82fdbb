// Services, errors and states of MMS by number. ISO 9506-2: ConfirmedServiceRequest, UnconfirmedService, ServiceError,
// RejectPDU, DataAccessError, Status.
import type { FunctionRef, Verb } from '@nautilus/model'

/**
 * Where a request says what it is about: `text` the whole element; `named` a text behind tag 0; `object` an object name;
 * `inner` an object name inside tag 0; `file` a file name; `files` file names inside tags; `id` the number of an upload or
 * open file; `variables` has a reader of its own.
 */
export type Shape = 'none' | 'text' | 'named' | 'object' | 'inner' | 'file' | 'files' | 'id' | 'variables'

export type Service = { readonly ref: FunctionRef; readonly verb: Verb; readonly shape: Shape }

const table: Readonly<Record<number, readonly [name: string, verb: Verb, shape: Shape]>> = {
  0: ['status', 'diagnose', 'none'],
  1: ['get name list', 'discover', 'none'],
  2: ['identify', 'discover', 'none'],
  3: ['rename', 'edit', 'inner'],
  4: ['read', 'read', 'variables'],
  5: ['write', 'write', 'variables'],
  6: ['get variable access attributes', 'discover', 'inner'],
  7: ['define named variable', 'configure', 'object'],
  8: ['define scattered access', 'configure', 'object'],
  9: ['get scattered access attributes', 'discover', 'object'],
  10: ['delete variable access', 'delete', 'inner'],
  11: ['define named variable list', 'subscribe', 'object'],
  12: ['get named variable list attributes', 'discover', 'object'],
  13: ['delete named variable list', 'delete', 'inner'],
  14: ['define named type', 'configure', 'object'],
  15: ['get named type attributes', 'discover', 'object'],
  16: ['delete named type', 'delete', 'inner'],
  17: ['input', 'read', 'named'],
  18: ['output', 'write', 'named'],
  19: ['take control', 'authenticate', 'inner'],
  20: ['relinquish control', 'connect', 'inner'],
  21: ['define semaphore', 'configure', 'inner'],
  22: ['delete semaphore', 'delete', 'object'],
  23: ['report semaphore status', 'diagnose', 'object'],
  24: ['report pool semaphore status', 'diagnose', 'inner'],
  25: ['report semaphore entry status', 'diagnose', 'inner'],
  26: ['initiate download sequence', 'download', 'named'],
  27: ['download segment', 'download', 'text'],
  28: ['terminate download sequence', 'download', 'named'],
  29: ['initiate upload sequence', 'upload', 'text'],
  30: ['upload segment', 'upload', 'id'],
  31: ['terminate upload sequence', 'upload', 'id'],
  32: ['request domain download', 'download', 'named'],
  33: ['request domain upload', 'upload', 'named'],
  34: ['load domain content', 'download', 'named'],
  35: ['store domain content', 'upload', 'named'],
  36: ['delete domain', 'delete', 'text'],
  37: ['get domain attributes', 'discover', 'text'],
  38: ['create program invocation', 'configure', 'named'],
  39: ['delete program invocation', 'delete', 'text'],
  40: ['start', 'start', 'named'],
  41: ['stop', 'stop', 'named'],
  42: ['resume', 'start', 'named'],
  43: ['reset', 'reset', 'named'],
  44: ['kill', 'stop', 'named'],
  45: ['get program invocation attributes', 'discover', 'text'],
  46: ['obtain file', 'file', 'files'],
  47: ['define event condition', 'configure', 'inner'],
  48: ['delete event condition', 'delete', 'inner'],
  49: ['get event condition attributes', 'discover', 'object'],
  50: ['report event condition status', 'diagnose', 'object'],
  51: ['alter event condition monitoring', 'acknowledge', 'inner'],
  52: ['trigger event', 'alarm', 'inner'],
  53: ['define event action', 'configure', 'inner'],
  54: ['delete event action', 'delete', 'inner'],
  55: ['get event action attributes', 'discover', 'object'],
  56: ['report event action status', 'diagnose', 'object'],
  57: ['define event enrollment', 'subscribe', 'inner'],
  58: ['delete event enrollment', 'delete', 'inner'],
  59: ['alter event enrollment', 'acknowledge', 'inner'],
  60: ['report event enrollment status', 'diagnose', 'object'],
  61: ['get event enrollment attributes', 'discover', 'inner'],
  62: ['acknowledge event notification', 'acknowledge', 'inner'],
  63: ['get alarm summary', 'diagnose', 'none'],
  64: ['get alarm enrollment summary', 'diagnose', 'none'],
  65: ['read journal', 'diagnose', 'inner'],
  66: ['write journal', 'write', 'inner'],
  67: ['initialize journal', 'delete', 'inner'],
  68: ['report journal status', 'diagnose', 'object'],
  69: ['create journal', 'configure', 'inner'],
  70: ['delete journal', 'delete', 'inner'],
  71: ['get capability list', 'discover', 'none'],
  72: ['file open', 'file', 'files'],
  73: ['file read', 'file', 'id'],
  74: ['file close', 'file', 'id'],
  75: ['file rename', 'file', 'files'],
  76: ['file delete', 'delete', 'file'],
  77: ['file directory', 'file', 'files'],
  78: ['additional service', 'other', 'none'],
  80: ['get data exchange attributes', 'discover', 'object'],
  81: ['exchange data', 'call', 'inner'],
  82: ['define access control list', 'configure', 'named'],
  83: ['get access control list attributes', 'discover', 'named'],
  84: ['report access controlled objects', 'discover', 'named'],
  85: ['delete access control list', 'delete', 'text'],
  86: ['change access control', 'configure', 'none'],
  87: ['reconfigure program invocation', 'configure', 'named'],
}

const services: Readonly<Record<number, Service>> = Object.fromEntries(
  Object.entries(table).map(([code, [name, verb, shape]]) => [
    code,
    { ref: { code: `confirmed:${code}`, name }, verb, shape },
  ]),
)

export const serviceOf = (code: number): Service =>
  services[code] ?? { ref: { code: `confirmed:${code}`, name: 'unknown service' }, verb: 'other', shape: 'none' }

const UNCONFIRMED = ['information report', 'unsolicited status', 'event notification'] as const
const unconfirmed: readonly FunctionRef[] = UNCONFIRMED.map((name, code) => ({ code: `unconfirmed:${code}`, name }))

export const unconfirmedOf = (code: number): FunctionRef =>
  unconfirmed[code] ?? { code: `unconfirmed:${code}`, name: 'unknown service' }

export const INITIATE: FunctionRef = { code: 'initiate', name: 'initiate' }
export const CONCLUDE: FunctionRef = { code: 'conclude', name: 'conclude' }
export const CANCEL: FunctionRef = { code: 'cancel', name: 'cancel' }
export const REJECT: FunctionRef = { code: 'reject', name: 'reject' }

/** Error classes and their codes, from 0 on. */
const ERRORS: readonly (readonly [name: string, codes: readonly string[]])[] = [
  [
    'VMD state',
    ['other', 'state conflict', 'operational problem', 'domain transfer problem', 'state machine id invalid'],
  ],
  ['application reference', ['other', 'unreachable', 'connection lost', 'invalid', 'context unsupported']],
  [
    'definition',
    [
      'other',
      'object undefined',
      'invalid address',
      'type unsupported',
      'type inconsistent',
      'object exists',
      'attribute inconsistent',
    ],
  ],
  [
    'resource',
    [
      'other',
      'memory unavailable',
      'processor unavailable',
      'mass storage unavailable',
      'capability unavailable',
      'capability unknown',
    ],
  ],
  [
    'service',
    [
      'other',
      'primitives out of sequence',
      'object state conflict',
      'PDU size',
      'continuation invalid',
      'object constraint conflict',
    ],
  ],
  ['service preempted', ['other', 'timeout', 'deadlock', 'cancelled']],
  ['time resolution', ['other', 'unsupportable']],
  ['access', ['other', 'unsupported', 'object non-existent', 'denied', 'object invalidated']],
  [
    'initiate',
    [
      'other',
      'version incompatible',
      'segment too small',
      'too few services outstanding, calling',
      'too few services outstanding, called',
      'service missing',
      'parameter missing',
      'nesting level too small',
    ],
  ],
  ['conclude', ['other', 'further communication required']],
  ['cancel', ['other', 'invoke id unknown', 'not possible']],
  [
    'file',
    [
      'other',
      'name ambiguous',
      'busy',
      'name syntax error',
      'content type invalid',
      'position invalid',
      'access denied',
      'non-existent',
      'duplicate name',
      'no space',
    ],
  ],
  ['others', ['other']],
]

export function errorOf(kind: number, code: number): FunctionRef {
  const [name, codes] = ERRORS[kind] ?? ['unknown class', []]
  return { code: `${kind}:${code}`, name: `${name}: ${codes[code] ?? 'unknown'}` }
}

/** DataAccessError. */
const ACCESS = [
  'object invalidated',
  'hardware fault',
  'temporarily unavailable',
  'object access denied',
  'object undefined',
  'invalid address',
  'type unsupported',
  'type inconsistent',
  'object attribute inconsistent',
  'object access unsupported',
  'object non-existent',
  'object value invalid',
] as const

export const accessErrorOf = (code: number): FunctionRef => ({
  code: `access:${code}`,
  name: ACCESS[code] ?? 'unknown access error',
})

/** RejectPDU, what was rejected. */
const REJECTED = [
  '',
  'confirmed request',
  'confirmed response',
  'confirmed error',
  'unconfirmed',
  'PDU',
  'cancel request',
  'cancel response',
  'cancel error',
  'conclude request',
  'conclude response',
  'conclude error',
] as const

const REQUEST_REASONS = [
  'other',
  'unrecognized service',
  'unrecognized modifier',
  'invalid invoke id',
  'invalid argument',
  'invalid modifier',
  'too many outstanding',
  'reserved',
  'too many nested',
  'value out of range',
] as const
const PDU_REASONS = ['unknown PDU type', 'invalid PDU', 'illegal ACSE mapping'] as const

export function rejectionOf(kind: number, reason: number): FunctionRef {
  const reasons: readonly string[] = kind === 1 ? REQUEST_REASONS : kind === 5 ? PDU_REASONS : []
  return { code: `reject:${kind}:${reason}`, name: `${REJECTED[kind] ?? 'unknown'}: ${reasons[reason] ?? reason}` }
}

/** ObjectClass of getNameList. */
export const CLASSES = [
  'named variable',
  'scattered access',
  'named variable list',
  'named type',
  'semaphore',
  'event condition',
  'event action',
  'event enrollment',
  'journal',
  'domain',
  'program invocation',
  'operator station',
  'data exchange',
  'access control list',
] as const

export const LOGICAL_STATES = [
  'state changes allowed',
  'no state changes allowed',
  'limited services permitted',
  'support services allowed',
] as const
export const PHYSICAL_STATES = ['operational', 'partially operational', 'inoperable', 'needs commissioning'] as const
