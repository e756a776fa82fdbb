// What a mailbox message means for a station. ETG.1000.6.
import type { Claim, FunctionRef, Item, Operation, ValueType, Verb } from '@nautilus/model'
import { hexNumber, printable } from '../reader.ts'
import type { Mailbox } from './mailbox.ts'
import type { Memory } from './memory.ts'
import { abortOf, vendorOf } from './names.ts'

type Detail = Record<string, string | number>
export type Told = { readonly operation: Operation; readonly claims: readonly Claim[] }

const SDO_REQUESTS = ['download segment', 'initiate download', 'initiate upload', 'upload segment', 'abort'] as const
const SDO_RESPONSES = ['upload segment', 'download segment', 'initiate upload', 'initiate download', 'abort'] as const
const INFO = [
  '',
  'object list',
  'object list',
  'object description',
  'object description',
  'entry description',
  'entry description',
  'error',
] as const
const FILE = ['', 'read request', 'write request', 'data', 'acknowledgement', 'error', 'busy'] as const
const SERVO = [
  '',
  'read request',
  'read response',
  'write request',
  'write response',
  'notification',
  'slave info',
  'emergency',
] as const
const ETHERNET: Readonly<Record<number, string>> = {
  0: 'fragment',
  1: 'init response',
  2: 'set IP request',
  3: 'set IP response',
  4: 'set filter request',
  5: 'set filter response',
  6: 'get IP request',
  7: 'get IP response',
}

/** The function of a mailbox message, counted inside of the frame. */
export function mailboxFunction(mailbox: Mailbox): FunctionRef {
  switch (mailbox.kind) {
    case 'sdo': {
      const side = mailbox.request ? 'request' : 'response'
      const names = mailbox.request ? SDO_REQUESTS : SDO_RESPONSES
      return {
        code: `coe:${mailbox.request ? 2 : 3}:${mailbox.command}`,
        name: `SDO ${side} ${names[mailbox.command] ?? ''}`,
      }
    }
    case 'sdo-info':
      return { code: `coe:8:${mailbox.operation}`, name: `SDO information ${INFO[mailbox.operation] ?? ''}` }
    case 'emergency':
      return { code: 'coe:1', name: 'emergency' }
    case 'pdo':
      return { code: `coe:${mailbox.service}`, name: 'PDO' }
    case 'file':
      return { code: `foe:${mailbox.operation}`, name: `file ${FILE[mailbox.operation] ?? ''}` }
    case 'servo':
      return { code: `soe:${mailbox.operation}`, name: `servo ${SERVO[mailbox.operation] ?? ''}` }
    case 'ethernet':
      return { code: `eoe:${mailbox.type}`, name: `Ethernet ${ETHERNET[mailbox.type] ?? ''}` }
    case 'ads':
      return { code: 'aoe', name: 'ADS' }
    case 'vendor':
      return { code: 'voe', name: 'vendor specific' }
  }
}

type Of<K extends Mailbox['kind']> = Extract<Mailbox, { kind: K }>

export function mailboxMeaning(mailbox: Mailbox, station: string, bytes: Uint8Array, memory: Memory): Told {
  const ref = mailboxFunction(mailbox)
  const simple = (verb: Verb, detail: Detail = {}): Told => ({
    operation: { verb, function: ref, object: station, items: [], outcome: 'ok', detail },
    claims: [],
  })
  switch (mailbox.kind) {
    case 'sdo':
      return sdo(mailbox, ref, station, bytes, memory)
    case 'sdo-info':
      return simple('discover', mailbox.index > 0 ? { index: hexNumber(mailbox.index, 4) } : {})
    case 'emergency':
      return simple('alarm', { code: hexNumber(mailbox.code, 4), register: mailbox.register })
    case 'file':
      return fileMeaning(mailbox, ref, station, memory)
    case 'servo':
      return servo(mailbox, ref, station)
    case 'ethernet':
      return simple(mailbox.type === 2 || mailbox.type === 4 ? 'configure' : 'report')
    default:
      return simple('report')
  }
}

const NUMBERS: Readonly<Record<number, ValueType>> = { 1: 'u8', 2: 'u16le', 4: 'u32le', 8: 'u64le' }

/** Objects of the communication profile, by what writing them does: ETG.1000.6, table 67; CiA 301 and 302. */
const WRITTEN: Readonly<Record<number, Verb>> = {
  0x1010: 'configure', // store parameters
  0x1011: 'reset', // restore default parameters
  0x1f50: 'firmware', // program data
  0x1f51: 'firmware', // program control
}

function writeVerbOf(index: number): Verb {
  const named = WRITTEN[index]
  if (named) return named
  // Communication and mapping of process data; above lie parameters of maker and profile.
  return index >= 0x1000 && index < 0x2000 ? 'configure' : 'write'
}

function sdo(mailbox: Of<'sdo'>, ref: FunctionRef, station: string, bytes: Uint8Array, memory: Memory): Told {
  const { request, command, index, sub, at, length, abort } = mailbox
  const object = index >= 0 ? `${station}/${hexNumber(index, 4)}:${sub}` : station
  const refused = command === ABORT
  const verb = refused ? memory.askedOf(station) : sdoVerb(mailbox)
  if (request && !refused) memory.ask(station, verb)
  const operation: Operation = {
    verb,
    function: ref,
    object,
    items: length > 0 && at > 0 ? [sdoItem(mailbox, object, station)] : [],
    outcome: refused ? 'refused' : 'ok',
    ...(refused ? { refusal: abortOf(abort) } : {}),
    detail: {},
  }
  return { operation, claims: request ? [] : identityOf(index, sub, station, bytes.subarray(at, at + length), memory) }
}

const ABORT = 4

/** Parts of longer transfers do not say of which object; what the reply to a download says was said by the request. */
function sdoVerb({ request, command, index }: Of<'sdo'>): Verb {
  const isDownload = request ? command <= 1 : command === 1 || command === 3
  if (!isDownload) return 'read'
  return request && index >= 0 ? writeVerbOf(index) : 'report'
}

function sdoItem({ request, index, sub, at, length }: Of<'sdo'>, object: string, station: string): Item {
  const number = isText(index) ? undefined : NUMBERS[length]
  return {
    object,
    access: request ? 'write' : 'read',
    type: isText(index) ? 'text' : (number ?? 'raw'),
    count: number ? 1 : length,
    in: 'reply',
    at,
    native: { station, index, sub },
  }
}

const isText = (index: number): boolean => index >= 0x1008 && index <= 0x100a

/** Name, versions and identity object: ETG.1000.6, 5.6.7.4. */
function identityOf(index: number, sub: number, station: string, value: Uint8Array, memory: Memory): Claim[] {
  if (value.length === 0) return []
  const text = isText(index) ? printable(value, 64) : ''
  if (text) return [module(`slave ${station} ${['name', 'hardware', 'software'][index - 0x1008]} ${text}`)]
  if (index !== 0x1018 || sub < 1 || sub > 4 || value.length !== 4) return []
  const number = (value[0]! | (value[1]! << 8) | (value[2]! << 16) | (value[3]! << 24)) >>> 0
  return identityClaims(station, memory.identity(station, sub - 1, number))
}

/** Once vendor, product, revision and serial number are all known. */
export function identityClaims(station: string, known: readonly number[] | null): Claim[] {
  if (!known) return []
  const [vendor = 0, product = 0, revision = 0, serial = 0] = known
  const words = `product ${hexNumber(product, 8)} revision ${hexNumber(revision, 8)} serial ${serial}`
  return [module(`slave ${station} ${vendorOf(vendor)} ${words}`)]
}

/** Stations have no address of their own on the network; they are parts of the line that the sender of the frame leads. */
const module = (value: string): Claim => ({ about: 'server', attribute: 'module', value, confidence: 0.9 })

function fileMeaning(
  { operation, number, name, length }: Of<'file'>,
  ref: FunctionRef,
  station: string,
  memory: Memory,
): Told {
  if (operation === 1 || operation === 2) memory.startFile(station, operation === 2, name)
  const going = memory.fileOf(station)
  const failed = operation === 5
  const object = `${station}/${going?.name ?? name}`
  const detail: Detail = operation === 3 ? { packet: number, bytes: length } : {}
  if ((operation === 1 || operation === 2) && number !== 0) detail.password = 'given'
  return {
    operation: {
      verb: going?.download ? 'firmware' : 'file',
      function: ref,
      object,
      items: [],
      outcome: failed ? 'refused' : 'ok',
      ...(failed ? { refusal: { code: hexNumber(number, 4), name: name || 'error' } } : {}),
      detail,
    },
    claims: [],
  }
}

/** `S-0-0017`, `P-0-0001`: standard or maker's, set, number. */
const idnText = (idn: number): string =>
  `${idn >= 0x8000 ? 'P' : 'S'}-${(idn >> 12) & 7}-${String(idn & 0xfff).padStart(4, '0')}`

function servo({ operation, drive, idn, failed, at, length }: Of<'servo'>, ref: FunctionRef, station: string): Told {
  const object = `${station}/drive ${drive}/${idnText(idn)}`
  const carries = (operation === 2 || operation === 3) && !failed && length > 0
  const item: Item = {
    object,
    access: operation === 3 ? 'write' : 'read',
    type: NUMBERS[length] ?? 'raw',
    count: NUMBERS[length] ? 1 : length,
    in: 'reply',
    at,
    native: { station, drive, idn: idnText(idn) },
  }
  const verbs: readonly Verb[] = ['report', 'read', 'read', 'write', 'report', 'report', 'report', 'alarm']
  return {
    operation: {
      verb: verbs[operation]!,
      function: ref,
      object,
      items: carries ? [item] : [],
      outcome: failed ? 'refused' : 'ok',
      ...(failed ? { refusal: { code: 'error', name: 'refused by the drive' } } : {}),
      detail: {},
    },
    claims: [],
  }
}
