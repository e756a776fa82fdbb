// What a name of IEC 61850 says about an access: functional constraints and control objects. IEC 61850-7-3, annex B;
// IEC 61850-8-1, clauses 20 and 17 (mapping of control blocks).
import type { Item, Verb } from '@nautilus/model'
import { readNumber } from '../values.ts'

/** Functional constraints whose values are written to, where that is more than a value. */
const CONSTRAINTS: Readonly<Record<string, Verb>> = {
  RP: 'subscribe', // unbuffered and buffered reports
  BR: 'subscribe',
  LG: 'configure',
  GO: 'configure',
  GS: 'configure',
  MS: 'configure',
  US: 'configure',
  SG: 'configure', // setting groups
  SE: 'configure',
  CF: 'configure',
  DC: 'configure',
  SV: 'force', // substitution pins a value
  BL: 'force', // blocks its update
}
const CONTROLS: Readonly<Record<string, string>> = {
  Oper: 'operate',
  SBO: 'select',
  SBOw: 'select with value',
  Cancel: 'cancel',
}

/** `LLN0$SP$SGCB$ActSG` of `LD0/LLN0$SP$SGCB$ActSG`. */
const partsOf = (name: string): string[] => name.slice(name.indexOf('/') + 1).split('$')

/** Control object services: what a name ends with under constraint CO. */
export function controlOf(name: string): string | null {
  const parts = partsOf(name)
  if (parts[1] !== 'CO') return null
  for (let i = 2; i < parts.length; i++) {
    const control = CONTROLS[parts[i]!]
    if (control) return control
  }
  return null
}

export function writeVerbOf(name: string): Verb {
  const parts = partsOf(name)
  if (parts[2] === 'SGCB') return 'configure'
  return CONSTRAINTS[parts[1] ?? ''] ?? 'write'
}

const CATEGORIES = [
  'not supported',
  'bay control',
  'station control',
  'remote control',
  'automatic bay',
  'automatic station',
  'automatic remote',
  'maintenance',
  'process',
] as const

type Detail = Record<string, string | number>
const SHORTEST = 5
const LONGEST = 7

/**
 * A control written as one structure: value, time of operation where there is one, origin, number, time, test, and checks
 * unless it cancels. The value stays an item; the rest become facts.
 */
export function readControl(
  control: string,
  items: readonly Item[],
  bytes: Uint8Array,
): { items: Item[]; detail: Detail } {
  const detail: Detail = { control }
  const parts = new Set(items.map(item => partOf(item)))
  const count = parts.size
  if (parts.has('') || count < SHORTEST || count > LONGEST) return { items: [...items], detail }
  const timed = count === (control === 'cancel' ? SHORTEST + 1 : LONGEST) ? 1 : 0
  const number = (part: string): number | undefined => numberAt(items, part, bytes)
  const category = number(`${2 + timed}.1`)
  const sequence = number(String(3 + timed))
  const test = number(String(5 + timed))
  if (category !== undefined) detail.category = CATEGORIES[category] ?? category
  const origin = items.find(item => item.native.part === `${2 + timed}.2`)
  if (origin) detail.origin = originOf(bytes.subarray(origin.at, origin.at + origin.count))
  if (sequence !== undefined) detail.number = sequence
  if (test) detail.test = 'yes'
  const value = items.filter(item => partOf(item) === '1')
  return { items: value.map(item => ({ ...item, object: valueName(item) })), detail }
}

const partOf = ({ native }: Item): string => String(native.part ?? '').split('.')[0]!

const valueName = ({ native }: Item): string => {
  const rest = String(native.part).slice(2)
  return `${native.name}.ctlVal${rest ? `[${rest}]` : ''}`
}

function numberAt(items: readonly Item[], part: string, bytes: Uint8Array): number | undefined {
  const item = items.find(({ native }) => native.part === part)
  if (!item || item.type === 'raw' || item.type === 'text' || item.count !== 1) return undefined
  return readNumber(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), item.at, item.type, 0)
}

/** Stations put a name or an address into the origin. */
function originOf(bytes: Uint8Array): string {
  const isText = bytes.length > 0 && bytes.every(byte => byte >= 0x20 && byte < 0x7f)
  return isText ? String.fromCharCode(...bytes.subarray(0, 64)) : [...bytes.subarray(0, 16)].map(hexByte).join('')
}

const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0')

/** AddCause of a control that was refused: IEC 61850-8-1, table on LastApplError. */
export const ADD_CAUSES = [
  'unknown',
  'not supported',
  'blocked by switching hierarchy',
  'select failed',
  'invalid position',
  'position reached',
  'parameter change in execution',
  'step limit',
  'blocked by mode',
  'blocked by process',
  'blocked by interlocking',
  'blocked by synchrocheck',
  'command already in execution',
  'blocked by health',
  '1 of n control',
  'abortion by cancel',
  'time limit over',
  'abortion by trip',
  'object not selected',
  'object already selected',
  'no access authority',
  'ended with overshoot',
  'abortion due to deviation',
  'abortion by communication loss',
  'blocked by command',
  'none',
  'inconsistent parameters',
  'locked by other client',
] as const
