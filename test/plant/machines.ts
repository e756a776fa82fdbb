// The machines of the plant: what is plugged in where, what runs there, and what Nautilus must say of each. MAC addresses
// are in the ranges of those who make such machines.
import { type Program, station } from './programs.ts'
import type { Plant } from './spaces.ts'

export type Machine = {
  readonly name: string
  readonly mac: string
  readonly ip: string
  /** Stacks, their roles, and the machine at the other side. */
  readonly runs: readonly (readonly [stack: string, role: string, other?: string])[]
  readonly role: string | null
  /** Protocols as the inventory names them. */
  readonly speaks: readonly string[]
  /** What it says of itself. */
  readonly says: Readonly<Record<string, unknown>>
}

const machine = (name: string, mac: string, ip: string, rest: Omit<Machine, 'name' | 'mac' | 'ip'>): Machine => ({
  ...{ name, mac, ip },
  ...rest,
})

export const CONTROLLER = '10.20.0.11'

export const machines: readonly Machine[] = [
  machine('controller', '00:80:f4:0a:00:0b', CONTROLLER, {
    runs: [['modbus', 'controller']],
    role: 'controller',
    speaks: ['modbus server'],
    says: { vendor: 'Schneider Electric', model: 'TM241CE24R', firmware: 'V5.1.9.21' },
  }),
  machine('hmi', '00:14:22:0a:00:15', '10.20.0.21', {
    runs: [
      ['modbus', 'panel', 'controller'],
      ['mqtt', 'panel', 'broker'],
    ],
    role: 'HMI',
    speaks: ['modbus client', 'mqtt client'],
    says: { vendor: 'Dell' },
  }),
  machine('line', '00:30:de:0a:00:0c', '10.20.0.12', {
    runs: [['opcua', 'server']],
    role: 'server',
    speaks: ['opcua server'],
    says: { vendor: 'Line Maker', model: 'Line server', description: 'Bottling line 1' },
  }),
  machine('historian', '00:14:22:0a:00:16', '10.20.0.22', {
    runs: [['opcua', 'historian', 'line']],
    role: 'historian',
    speaks: ['opcua client'],
    says: { description: 'Plant historian' },
  }),
  machine('logix', '00:1d:9c:0a:00:0d', '10.20.0.13', {
    runs: [['cip', 'controller']],
    role: 'controller',
    speaks: ['enip server'],
    says: { vendor: 'Rockwell Automation', model: '1756-L83E/', firmware: '33.011', serial: '0x00c0ffee' },
  }),
  machine('panel', '00:14:22:0a:00:17', '10.20.0.23', {
    runs: [['cip', 'panel', 'logix']],
    role: 'HMI',
    speaks: ['enip client'],
    says: {},
  }),
  machine('ahu', '00:40:ae:0a:00:0e', '10.20.0.14', {
    runs: [['bacnet', 'device', 'bms']],
    role: 'building controller',
    speaks: ['bacnet server'],
    says: {
      ...{ name: 'AHU-3', vendor: 'Delta Controls', model: 'DSC-1280', firmware: '3.40.R4' },
      location: 'Roof, hall 2',
    },
  }),
  machine('bms', '00:14:22:0a:00:18', '10.20.0.24', {
    runs: [['bacnet', 'workstation', 'ahu']],
    role: 'HMI',
    speaks: ['bacnet client'],
    says: {},
  }),
  machine('broker', '00:14:22:0a:00:19', '10.20.0.25', {
    runs: [['mqtt', 'broker']],
    role: 'server',
    speaks: ['mqtt server'],
    says: {},
  }),
  machine('gateway', '00:d0:c9:0a:00:0f', '10.20.0.15', {
    runs: [['mqtt', 'gateway', 'broker']],
    // Who only publishes may be anything.
    role: null,
    speaks: ['mqtt client'],
    says: { vendor: 'ADVANTECH' },
  }),
  machine('files', '00:14:22:0a:00:1a', '10.20.0.26', {
    runs: [['office', 'server']],
    role: 'server',
    speaks: ['dns server', 'http server', 'ssh server'],
    says: {
      os: 'Debian Linux',
      software: expectAll('OpenSSH_9.2p1 Debian-2+deb12u3', 'lighttpd/1.4.69'),
    },
  }),
  machine('admin', '00:14:22:0a:00:1b', '10.20.0.27', {
    runs: [['office', 'administrator', 'files']],
    role: 'workstation',
    speaks: ['dns client', 'http client', 'ssh client'],
    says: {},
  }),
]

/** Matches a list that has all of these. */
function expectAll(...texts: readonly string[]) {
  return { asymmetricMatch: (told: unknown) => Array.isArray(told) && texts.every(text => told.includes(text)) }
}

export const protocols = ['modbus', 'opcua', 'enip', 'bacnet', 'mqtt', 'ssh', 'http', 'dns', 'arp', 'icmp']

export const laptop = { name: 'laptop', mac: '3c:52:82:0a:00:66', ip: '10.20.0.66' }

/** Plugs all in and starts what runs there. Resolves when every one of them has done its first round. */
export async function begin(plant: Plant): Promise<Program[]> {
  const addresses = new Map(machines.map(({ name, ip }) => [name, ip]))
  const placed = machines.map(each => ({ ...each, space: plant.plug(each.name, each.mac, each.ip) }))
  const programs = placed.flatMap(({ space, ip, runs }) =>
    runs.map(([stack, role, other]) => station(space, stack, role, ip, ...(other ? [addresses.get(other)!] : []))),
  )
  return Promise.all(programs)
}
