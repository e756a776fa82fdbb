import type { Story } from './story.ts'

export type Role =
  | 'controller'
  | 'hmi'
  | 'engineering workstation'
  | 'historian'
  | 'switch'
  | 'laptop'
  | 'tablet'
  | 'outside'

/** What is true of a device, for tests to compare with what was found out. */
export type Device = {
  name: string
  role: Role
  mac: string
  ip: string
  /** The vendor the address block of the MAC belongs to. */
  vendor: string
  /** The order number or model a device tells when asked. */
  model?: string
  firmware?: string
  /** TCP ports that answer with SYN/ACK. */
  ports: readonly number[]
  /** Time to live of the packets it sends. */
  ttl: number
  /** The switch port it is plugged into. */
  plug: number
  /** The stories it takes part in; without it, the device is always there. */
  only?: readonly Story[]
}

export const networkSwitch: Device = {
  name: 'water-sw1',
  role: 'switch',
  mac: '00:80:63:5c:10:00',
  ip: '10.20.0.1',
  vendor: 'Hirschmann',
  model: 'RS20-1600T1T1SDAE',
  firmware: '09.1.00',
  ports: [22, 80, 443],
  ttl: 64,
  plug: 1,
}

export const hmi: Device = {
  name: 'HMI-01',
  role: 'hmi',
  mac: 'a4:4c:c8:12:34:10',
  ip: '10.20.0.10',
  vendor: 'Dell',
  ports: [],
  ttl: 128,
  plug: 2,
}

export const engineering: Device = {
  name: 'ENG-01',
  role: 'engineering workstation',
  mac: '94:57:a5:61:0b:11',
  ip: '10.20.0.11',
  vendor: 'Hewlett Packard Enterprise',
  ports: [],
  ttl: 128,
  plug: 3,
}

export const historian: Device = {
  name: 'HIST-01',
  role: 'historian',
  mac: '00:50:56:9a:20:12',
  ip: '10.20.0.12',
  vendor: 'VMware',
  ports: [443],
  ttl: 128,
  plug: 4,
}

const m340 = { role: 'controller', vendor: 'Schneider Electric', ports: [21, 80, 502], ttl: 64 } as const
const s7300 = { role: 'controller', vendor: 'Siemens', ports: [80, 102], ttl: 30 } as const

export const intake: Device = {
  ...m340,
  name: 'PLC-INTAKE',
  mac: '00:80:f4:0a:1c:21',
  ip: '10.20.0.21',
  model: 'BMX P34 2020',
  firmware: 'v2.60',
  plug: 5,
}

export const dosing: Device = {
  ...m340,
  name: 'PLC-DOSING',
  mac: '00:80:f4:0a:1f:22',
  ip: '10.20.0.22',
  model: 'BMX P34 20302',
  firmware: 'v3.10',
  plug: 6,
}

export const filtration: Device = {
  ...s7300,
  name: 'plc-filtration',
  mac: '00:1b:1b:7e:40:31',
  ip: '10.20.0.31',
  model: '6ES7 315-2EH14-0AB0',
  firmware: 'V3.2.6',
  plug: 7,
}

export const pumping: Device = {
  ...s7300,
  name: 'plc-pumping',
  mac: '28:63:36:a1:55:32',
  ip: '10.20.0.32',
  model: '6ES7 317-2EK14-0AB0',
  firmware: 'V3.2.8',
  plug: 8,
}

export const laptop: Device = {
  name: 'unknown laptop',
  role: 'laptop',
  mac: '54:ee:75:d3:9e:77',
  ip: '10.20.0.77',
  vendor: 'Wistron InfoComm',
  ports: [],
  ttl: 64,
  plug: 12,
  only: ['scan', 'write-flood', 'controller-stop', 'stranger-write', 'arp-spoofing', 'foreign-port'],
}

/** An operator's, to look at trends while walking. Its address comes from DHCP. */
export const tablet: Device = {
  name: 'tablet-07',
  role: 'tablet',
  mac: '7c:50:49:31:4a:07',
  ip: '10.20.0.140',
  vendor: 'Apple',
  ports: [],
  ttl: 64,
  plug: 13,
  only: ['tablet', 'dhcp-change'],
}

/** Somebody on the internet, behind the router of the site. */
export const outsider: Device = {
  name: 'outsider',
  role: 'outside',
  mac: '00:09:0f:aa:00:01',
  ip: '203.0.113.80',
  vendor: 'Fortinet',
  ports: [80, 443],
  ttl: 51,
  plug: 24,
  only: ['beacon'],
}

/** The plant's devices. */
export const cast: readonly Device[] = [
  networkSwitch,
  hmi,
  engineering,
  historian,
  intake,
  dosing,
  filtration,
  pumping,
  laptop,
  tablet,
  outsider,
]
