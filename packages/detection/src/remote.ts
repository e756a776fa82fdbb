// Protocols by which people reach a screen, a shell or files of another device.
import type { Who } from './event.ts'

/** A screen or a shell. */
export const remoteControl: readonly string[] = ['rdp', 'ssh', 'vnc', 'telnet', 'teamviewer']

/** What works at the process: a stranger's screen or shell has no place there. */
const inPlant: ReadonlySet<string | null> = new Set([
  'controller',
  'safety controller',
  'RTU',
  'IED',
  'HMI',
  'SCADA server',
  'engineering workstation',
  'I/O device',
  'drive',
  'robot',
  'gateway',
  'building controller',
])
const atProcess: ReadonlySet<string | null> = new Set([
  'controller',
  'safety controller',
  'RTU',
  'IED',
  'I/O device',
  'drive',
  'robot',
  'building controller',
])

/** Does it belong to the plant, by its role or its level (2 or lower)? */
export const isPlant = ({ role, level, safety }: Who): boolean =>
  safety || inPlant.has(role) || (level !== null && level <= 2)

/** Is it a controller or below, by its role or its level (1 or lower)? */
export const isController = ({ role, level, safety }: Who): boolean =>
  safety || atProcess.has(role) || (level !== null && level <= 1)
