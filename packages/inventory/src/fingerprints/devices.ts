import { fact, type Prints, role } from './fingerprint.ts'

/** CIP device profiles and other kinds that industrial protocols carry as text. */
export const profiles: Prints = {
  title: 'CIP device profiles',
  basis: 'CIP specification, Volume 1, table 6-7.1: the device type of the identity object.',
  attributes: ['description'],
  source: /^enip/,
  prints: [
    role(/^programmable logic controller/i, 'programmable logic controller', 'controller', 0.85, 'CIP device profile'),
    role(/^safety/i, 'safety discrete I/O device', 'safety controller', 0.5, 'CIP safety profile'),
    role(/drive|contactor|soft start|motor/i, 'AC drive', 'drive', 0.85, 'CIP device profile'),
    role(/human[- ]machine/i, 'human-machine interface', 'HMI', 0.85, 'CIP device profile'),
    role(/managed (ethernet )?switch/i, 'managed Ethernet switch', 'switch', 0.85, 'CIP device profile'),
    role(/robot/i, 'robot', 'robot', 0.8, 'CIP device profile'),
    role(
      /i\/o|sensor|encoder|valve|switch|resolver|flow ?meter|transmitter/i,
      'general purpose discrete I/O',
      'I/O device',
      0.75,
      'CIP device profile',
    ),
    fact(/communications adapter/i, 'communications adapter', 0.5, 'communications adapter'),
  ],
}

export const profinetRoles: Prints = {
  title: 'PROFINET roles',
  basis: 'IEC 61158-6-10: the device role of a DCP answer.',
  attributes: ['capability'],
  prints: [
    role(/\bio.?controller/i, 'IO-Controller', 'controller', 0.8, 'says it is'),
    role(/\bio.?device/i, 'IO-Device', 'I/O device', 0.65, 'says it is'),
    role(/\bio.?supervisor/i, 'IO-Supervisor', 'engineering workstation', 0.4, 'says it is'),
    role(/^GOOSE publisher/, 'GOOSE publisher', 'IED', 0.75, 'publishes GOOSE (IEC 61850-8-1)'),
    role(
      /^sampled values publisher/i,
      'sampled values publisher',
      'IED',
      0.75,
      'publishes sampled values, as merging units do',
    ),
    role(/^PTP grandmaster|^time server, stratum 1\b/, 'PTP grandmaster', 'server', 0.6, 'is the clock of the network'),
  ],
}

/** What a controller says of its running. */
export const running: Prints = {
  title: 'running',
  basis: 'Only what runs a program has a mode.',
  attributes: ['mode'],
  prints: [role(/./, 'run', 'controller', 0.6, 'reports a mode')],
}

export const programs: Prints = {
  title: 'programs',
  basis: 'Only what runs a program stores one.',
  attributes: ['program'],
  prints: [role(/./, 'MainProgram', 'controller', 0.4, 'holds a control program')],
}

export const objects: Prints = {
  title: 'objects',
  basis: 'BACnet device objects (ANSI/ASHRAE 135, 12.11), KNX devices, logical devices of IEC 61850-7-2.',
  attributes: ['session', 'module'],
  prints: [
    role(/^BACnet device,\d+/, 'BACnet device,111', 'building controller', 0.4, 'announces a BACnet device object'),
    role(/^KNX /, 'KNX 1.1.0', 'building controller', 0.4, 'is a KNX device'),
    role(/^logical device /, 'logical device LIED10CTRL', 'IED', 0.3, 'has logical devices of IEC 61850'),
  ],
}
