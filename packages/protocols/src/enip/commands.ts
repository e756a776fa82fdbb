// Commands and states of the encapsulation. CIP specification, Volume 2 (EtherNet/IP), 2-3.2 and 2-3.5.
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export const NOP = 0x0000
export const LIST_SERVICES = 0x0004
export const LIST_IDENTITY = 0x0063
export const LIST_INTERFACES = 0x0064
export const REGISTER = 0x0065
export const UNREGISTER = 0x0066
export const SEND_RR_DATA = 0x006f
export const SEND_UNIT_DATA = 0x0070

const names: Readonly<Record<number, readonly [code: string, name: string]>> = Object.freeze({
  0x0000: ['nop', 'no operation'],
  0x0004: ['list-services', 'list services'],
  0x0063: ['list-identity', 'list identity'],
  0x0064: ['list-interfaces', 'list interfaces'],
  0x0065: ['register-session', 'register session'],
  0x0066: ['unregister-session', 'unregister session'],
  0x006f: ['send-rr-data', 'send request and reply data'],
  0x0070: ['send-unit-data', 'send unit data'],
  0x0072: ['indicate-status', 'indicate status'],
  0x0073: ['cancel', 'cancel'],
  0x00c8: ['start-dtls', 'start DTLS'],
})

export const isNamed = (command: number): boolean => command in names

const refs = new Map<number, FunctionRef>()

export function commandOf(command: number): FunctionRef {
  const known = refs.get(command)
  if (known) return known
  const [code, name] = names[command] ?? [`command ${hexNumber(command, 4)}`, 'unknown command']
  const made = { code, name }
  if (refs.size < 256) refs.set(command, made)
  return made
}

const statuses: Readonly<Record<number, string>> = Object.freeze({
  0x0000: 'success',
  0x0001: 'invalid or unsupported command',
  0x0002: 'insufficient memory',
  0x0003: 'incorrect data',
  0x0064: 'invalid session handle',
  0x0065: 'invalid message length',
  0x0069: 'unsupported protocol revision',
  0x006a: 'CIP service not allowed',
})

export const isStatus = (status: number): boolean => status in statuses

export const statusRef = (status: number): FunctionRef => ({
  code: hexNumber(status, 4),
  name: statuses[status] ?? 'unknown status',
})
