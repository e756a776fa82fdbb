// Names of DCP: IEC 61158-6-10, 4.3.1.4 (services, options, suboptions, errors of blocks).
import type { FunctionRef } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export const SERVICE = { get: 3, set: 4, identify: 5, hello: 6 } as const
export const OPTION = { ip: 1, device: 2, dhcp: 3, control: 5, initiative: 6, tsn: 7, all: 0xff } as const
export const CONTROL = { start: 1, end: 2, signal: 3, response: 4, factoryReset: 5, reset: 6 } as const

const services: Readonly<Partial<Record<number, FunctionRef>>> = {
  3: { code: '3', name: 'Get' },
  4: { code: '4', name: 'Set' },
  5: { code: '5', name: 'Identify' },
  6: { code: '6', name: 'Hello' },
}

export const serviceOf = (service: number): FunctionRef =>
  services[service] ?? { code: String(service), name: 'unknown service' }

type Names = Readonly<Partial<Record<number, string>>>

const suboptions: Readonly<Partial<Record<number, Names>>> = {
  1: { 1: 'MAC address', 2: 'IP parameter', 3: 'full IP suite' },
  2: {
    1: 'type of station',
    2: 'name of station',
    3: 'device id',
    4: 'device role',
    5: 'device options',
    6: 'alias name',
    7: 'device instance',
    8: 'OEM device id',
    9: 'standard gateway',
    10: 'RSI properties',
  },
  3: {
    12: 'DHCP host name',
    43: 'DHCP vendor information',
    54: 'DHCP server',
    55: 'DHCP parameter list',
    60: 'DHCP class',
    61: 'DHCP client',
    81: 'DHCP domain name',
    97: 'DHCP client UUID',
    255: 'DHCP control',
  },
  5: {
    1: 'start transaction',
    2: 'end transaction',
    3: 'signal',
    4: 'response',
    5: 'reset factory settings',
    6: 'reset to factory',
  },
  6: { 1: 'device initiative' },
  7: { 1: 'TSN domain name', 2: 'TSN manager', 3: 'TSN parameter UUID', 4: 'TSN agent', 5: 'TSN interface' },
  255: { 255: 'all' },
}

export function suboptionOf(option: number, suboption: number): string {
  const name = suboptions[option]?.[suboption]
  if (name) return name
  const maker = option >= 0x80 && option < 0xff
  return `${maker ? 'manufacturer' : 'option'} ${option}.${suboption}`
}

const blockErrors: Names = {
  1: 'option not supported',
  2: 'suboption not supported or no data set available',
  3: 'suboption not set',
  4: 'resource error',
  5: 'set not possible by local reasons',
  6: 'in operation, set not possible',
}

export const blockErrorOf = (error: number): FunctionRef => ({
  code: String(error),
  name: blockErrors[error] ?? 'unknown error',
})

/** 4.3.1.4.16: what a reset to factory takes away. The lowest bit is the qualifier's own. */
const resets: Names = {
  0: 'communication parameters',
  1: 'application data',
  2: 'communication parameters',
  3: 'engineering parameters',
  4: 'all stored data',
  8: 'device',
  9: 'device and restore data',
}

export const resetOf = (qualifier: number): string => resets[qualifier >> 1] ?? `mode ${hexNumber(qualifier, 4)}`

const roles = ['IO-Device', 'IO-Controller', 'IO-Multidevice', 'PN-Supervisor']
export const rolesOf = (bits: number): string[] => roles.filter((_, bit) => (bits >> bit) & 1)
