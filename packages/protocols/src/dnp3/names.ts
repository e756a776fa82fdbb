// Names of functions, groups and codes of DNP3: IEEE 1815-2012, clauses 4.2.2, 4.4, 9.2.4.1 and Annex A.
import type { FunctionRef, Verb } from '@nautilus/model'

type Named = { readonly function: FunctionRef; readonly verb: Verb }
const entry = (code: string, name: string, verb: Verb): Named => ({ function: { code, name }, verb })

// 4.2.2.5. A freeze copies counters; enabling and disabling unsolicited responses switches what is reported.
const functions: readonly (readonly [code: number, name: string, verb: Verb])[] = [
  [0, 'confirm', 'connect'],
  [1, 'read', 'read'],
  [2, 'write', 'write'],
  [3, 'select', 'write'],
  [4, 'operate', 'write'],
  [5, 'direct operate', 'write'],
  [6, 'direct operate without response', 'write'],
  [7, 'immediate freeze', 'call'],
  [8, 'immediate freeze without response', 'call'],
  [9, 'freeze and clear', 'reset'],
  [10, 'freeze and clear without response', 'reset'],
  [11, 'freeze at time', 'call'],
  [12, 'freeze at time without response', 'call'],
  [13, 'cold restart', 'reset'],
  [14, 'warm restart', 'reset'],
  [15, 'initialize data', 'reset'],
  [16, 'initialize application', 'reset'],
  [17, 'start application', 'start'],
  [18, 'stop application', 'stop'],
  [19, 'save configuration', 'configure'],
  [20, 'enable unsolicited responses', 'subscribe'],
  [21, 'disable unsolicited responses', 'acknowledge'],
  [22, 'assign class', 'configure'],
  [23, 'delay measurement', 'read'],
  [24, 'record current time', 'clock'],
  [25, 'open file', 'file'],
  [26, 'close file', 'file'],
  [27, 'delete file', 'delete'],
  [28, 'get file information', 'file'],
  [29, 'authenticate file', 'authenticate'],
  [30, 'abort file', 'file'],
  [31, 'activate configuration', 'configure'],
  [32, 'authentication request', 'authenticate'],
  [33, 'authentication request without response', 'authenticate'],
  [129, 'response', 'report'],
  [130, 'unsolicited response', 'report'],
  [131, 'authentication response', 'authenticate'],
]

const byCode: readonly Named[] = (() => {
  const all = Array.from({ length: 256 }, (_, code) => entry(String(code), 'unknown function', 'other'))
  for (const [code, name, verb] of functions) all[code] = entry(String(code), name, verb)
  return all
})()

export const functionOf = (code: number): Named => byCode[code & 0xff]!

/** Requests that the outstation does not answer. */
export const isUnanswered = (code: number): boolean =>
  code === 0 || code === 6 || code === 8 || code === 10 || code === 12 || code === 33

// 9.2.4.1.3: services of the link, counted apart from those of the application.
const primary: Readonly<Record<number, FunctionRef>> = {
  0: { code: 'link:0', name: 'reset link states' },
  1: { code: 'link:1', name: 'reset user process' },
  2: { code: 'link:2', name: 'test link states' },
  3: { code: 'link:3', name: 'confirmed user data' },
  4: { code: 'link:4', name: 'unconfirmed user data' },
  9: { code: 'link:9', name: 'request link status' },
}
const otherPrimary = Array.from({ length: 16 }, (_, code) => ({ code: `link:${code}`, name: 'unknown link function' }))
const secondary: Readonly<Record<number, string>> = {
  0: 'acknowledged',
  1: 'not acknowledged',
  11: 'link status',
  15: 'not supported',
}

export const linkFunctionOf = (code: number): FunctionRef => primary[code] ?? otherPrimary[code & 0x0f]!
export const isLinkFunction = (isPrimary: boolean, code: number): boolean =>
  code in (isPrimary ? primary : secondary) || (isPrimary && code === 1)
export const linkAnswerOf = (code: number): FunctionRef => ({
  code: `link:${code}`,
  name: secondary[code] ?? 'unknown link function',
})

// Annex A. Events and commands of a point carry the name of the point.
const points: Readonly<Record<number, string>> = {
  0: 'attribute',
  1: 'binary-input',
  2: 'binary-input',
  3: 'double-bit-input',
  4: 'double-bit-input',
  10: 'binary-output',
  11: 'binary-output',
  12: 'binary-output',
  13: 'binary-output',
  20: 'counter',
  21: 'frozen-counter',
  22: 'counter',
  23: 'frozen-counter',
  30: 'analog-input',
  31: 'frozen-analog-input',
  32: 'analog-input',
  33: 'frozen-analog-input',
  34: 'analog-input-deadband',
  40: 'analog-output',
  41: 'analog-output',
  42: 'analog-output',
  43: 'analog-output',
  50: 'time',
  51: 'common-time',
  52: 'delay',
  60: 'class',
  70: 'file',
  80: 'indication',
  81: 'storage',
  82: 'device-profile',
  83: 'private-registration',
  85: 'data-set-prototype',
  86: 'data-set-descriptor',
  87: 'data-set',
  88: 'data-set',
  90: 'application',
  91: 'requested-operation',
  100: 'floating-point',
  101: 'bcd',
  102: 'unsigned-integer',
  110: 'octet-string',
  111: 'octet-string',
  112: 'virtual-terminal',
  113: 'virtual-terminal',
  120: 'authentication',
  121: 'security-statistic',
  122: 'security-statistic',
}

export const pointOf = (group: number): string => points[group] ?? `group-${group}`

/** 4.2.2.6: internal indications, the first byte high, from bit 15 on. */
const indications: readonly string[] = [
  'device restart',
  'device trouble',
  'local control',
  'need time',
  'class 3 events',
  'class 2 events',
  'class 1 events',
  'broadcast',
  'reserved 2',
  'reserved 1',
  'configuration corrupt',
  'already executing',
  'event buffer overflow',
  'parameter error',
  'object unknown',
  'function not supported',
]

export function indicationsOf(bits: number): string {
  let text = ''
  for (let bit = 0; bit < 16; bit++) {
    if ((bits & (0x8000 >> bit)) !== 0) text += text === '' ? indications[bit]! : `, ${indications[bit]}`
  }
  return text
}

/** Those that refuse a request. */
export const REFUSING = 0x0017
export function indicationRefusal(bits: number): FunctionRef | null {
  if ((bits & 0x01) !== 0) return { code: 'IIN2.0', name: 'function not supported' }
  if ((bits & 0x02) !== 0) return { code: 'IIN2.1', name: 'object unknown' }
  if ((bits & 0x04) !== 0) return { code: 'IIN2.2', name: 'parameter error' }
  return (bits & 0x10) !== 0 ? { code: 'IIN2.4', name: 'already executing' } : null
}

// A.8.1.1, table of control status codes
const statuses: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'timeout',
  2: 'no select',
  3: 'format error',
  4: 'not supported',
  5: 'already active',
  6: 'hardware error',
  7: 'local',
  8: 'too many operations',
  9: 'not authorized',
  10: 'automation inhibit',
  11: 'processing limited',
  12: 'out of range',
  13: 'downstream local',
  14: 'already complete',
  15: 'blocked',
  16: 'canceled',
  17: 'blocked by other master',
  18: 'downstream failure',
  126: 'not participating',
  127: 'undefined',
}
export const controlStatusOf = (code: number): FunctionRef => ({
  code: String(code),
  name: statuses[code] ?? 'unknown status',
})

/** Flags besides online, from bit 1 on, by kind of point: Annex A, 11.6. */
const commonFlags = ['restart', 'comm lost', 'remote forced', 'local forced']
export function flagsOf(group: number, flags: number): string {
  const names = [
    (flags & 1) === 0 ? 'offline' : '',
    ...commonFlags.map((name, bit) => ((flags & (2 << bit)) !== 0 ? name : '')),
    (flags & 0x20) !== 0 ? sixthFlag(group) : '',
    (flags & 0x40) !== 0 ? seventhFlag(group) : '',
  ]
  return names.filter(name => name !== '').join(' ')
}
const sixthFlag = (group: number): string =>
  group <= 4 ? 'chatter' : group >= 20 && group < 30 ? 'rollover' : group >= 30 ? 'over range' : ''
const seventhFlag = (group: number): string =>
  group >= 20 && group < 30 ? 'discontinuity' : group >= 30 && group < 50 ? 'reference error' : ''
