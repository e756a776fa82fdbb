// Functions of BSAP: Bristol Babcock D4052 (Network 3000 Communications), as CISA's description (2020) lists them.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export type Known = readonly [name: string, verb: Verb]

export const RDB = 0xa0
export const EXTENSION = 0xa1

const applications: Readonly<Record<number, Known>> = {
  3: ['on-line messages of a PC', 'other'],
  64: ['on-line messages of an RTU', 'other'],
  72: ['diagnostics', 'diagnose'],
  80: ['transmitter request', 'other'],
  81: ['transmitter response', 'other'],
  96: ['CBO', 'other'],
  104: ['flash download', 'firmware'],
  106: ['flash configuration', 'configure'],
  112: ['command handler', 'call'],
  113: ['command handler response', 'call'],
  120: ['download', 'download'],
  136: ['time synchronisation and node routing table', 'clock'],
  137: ['request time synchronisation and node routing table', 'read'],
  160: ['remote database access', 'other'],
  161: ['remote database extension', 'other'],
  162: ['report by exception', 'report'],
  163: ['report by exception manager', 'subscribe'],
  168: ['alarm acknowledge', 'acknowledge'],
  169: ['alarm initialisation', 'subscribe'],
  170: ['alarm report', 'alarm'],
  176: ['peer-to-peer master', 'other'],
  177: ['peer-to-peer slave', 'other'],
  191: ['tunnel request', 'other'],
  192: ['IP processing task', 'other'],
}

const database: Readonly<Record<number, Known>> = {
  0: ['read signal by address', 'read'],
  2: ['read logical by address', 'read'],
  4: ['read signal by name', 'read'],
  6: ['read logical by name', 'read'],
  12: ['read signal by list', 'read'],
  13: ['read signal by list, continued', 'read'],
  14: ['read logical by list', 'read'],
  15: ['read logical by list, continued', 'read'],
  112: ['extended function', 'other'],
  128: ['write signal by address', 'write'],
  132: ['write signal by name', 'write'],
  140: ['write signal by list', 'write'],
  141: ['write signal by list, continued', 'write'],
}

const extensions: Readonly<Record<number, Known>> = {
  257: ['reset system', 'reset'],
  258: ['reset diagnostics', 'reset'],
  513: ['read date and time', 'read'],
  514: ['read date', 'read'],
  515: ['read time', 'read'],
  641: ['write date and time', 'clock'],
  1024: ['change local node address', 'configure'],
}

const links: Readonly<Record<number, string>> = {
  129: 'dial-up acknowledge',
  131: 'acknowledge, message discarded',
  133: 'poll',
  134: 'down-transmit acknowledge',
  135: 'acknowledge without data',
  138: 'up acknowledge with poll',
  139: 'up acknowledge',
  149: 'not acknowledged, no buffer',
}

/** Sent unasked, by whichever side. */
export const isUnasked = (app: number): boolean => app === 0x88 || app === 0xa2 || app === 0xa8 || app === 0xaa

export const linkFunction = (code: number): FunctionRef => ({
  code: hexNumber(code),
  name: links[code] ?? `${hexNumber(code)} unknown`,
})

const knownOf = (app: number, sub: number): Known | undefined =>
  app === RDB ? database[sub] : app === EXTENSION ? extensions[sub] : applications[app]

/** The application function; of database access and its extension with the function inside. */
export function functionOf(app: number, sub: number): FunctionRef {
  const code = sub < 0 ? hexNumber(app) : `${hexNumber(app)}:${hexNumber(sub, app === EXTENSION ? 4 : 2)}`
  const known = sub < 0 ? applications[app] : knownOf(app, sub)
  return { code, name: known?.[0] ?? `${code} unknown` }
}

export const verbOf = (app: number, sub: number): Verb => knownOf(app, sub)?.[1] ?? 'other'
