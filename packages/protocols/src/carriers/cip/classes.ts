// CIP object classes. CIP specification, Volume 1, table 5-1.1; Volume 2, chapter 5; Volume 5 (safety); Volume 8 (security).
// 0x64 to 0xac: Rockwell Automation publication 1756-PM020, Logix 5000 Controllers Data Access.
import { hexNumber } from '../../reader.ts'

const names: Readonly<Record<number, string>> = Object.freeze({
  0x01: 'identity',
  0x02: 'message-router',
  0x03: 'devicenet',
  0x04: 'assembly',
  0x05: 'connection',
  0x06: 'connection-manager',
  0x07: 'register',
  0x08: 'discrete-input-point',
  0x09: 'discrete-output-point',
  0x0a: 'analog-input-point',
  0x0b: 'analog-output-point',
  0x0e: 'presence-sensing',
  0x0f: 'parameter',
  0x10: 'parameter-group',
  0x12: 'group',
  0x1d: 'discrete-input-group',
  0x1e: 'discrete-output-group',
  0x1f: 'discrete-group',
  0x20: 'analog-input-group',
  0x21: 'analog-output-group',
  0x22: 'analog-group',
  0x23: 'position-sensor',
  0x24: 'position-controller-supervisor',
  0x25: 'position-controller',
  0x26: 'block-sequencer',
  0x27: 'command-block',
  0x28: 'motor-data',
  0x29: 'control-supervisor',
  0x2a: 'drive',
  0x2b: 'acknowledge-handler',
  0x2c: 'overload',
  0x2d: 'softstart',
  0x2e: 'selection',
  0x30: 'device-supervisor',
  0x31: 'analog-sensor',
  0x32: 'analog-actuator',
  0x33: 'single-stage-controller',
  0x34: 'gas-calibration',
  0x35: 'trip-point',
  0x37: 'file',
  0x38: 'partial-pressure',
  0x39: 'safety-supervisor',
  0x3a: 'safety-validator',
  0x3b: 'safety-discrete-output-point',
  0x3c: 'safety-discrete-output-group',
  0x3d: 'safety-discrete-input-point',
  0x3e: 'safety-discrete-input-group',
  0x3f: 'safety-dual-channel-output',
  0x40: 'sensor-calibration',
  0x41: 'event-log',
  0x42: 'motion-axis',
  0x43: 'time-sync',
  0x44: 'modbus',
  0x45: 'originator-connection-list',
  0x46: 'modbus-serial-link',
  0x47: 'device-level-ring',
  0x48: 'quality-of-service',
  0x4d: 'target-connection-list',
  0x4e: 'base-energy',
  0x4f: 'electrical-energy',
  0x50: 'non-electrical-energy',
  0x51: 'base-switch',
  0x52: 'snmp',
  0x53: 'power-management',
  0x54: 'rstp-bridge',
  0x55: 'rstp-port',
  0x56: 'parallel-redundancy',
  0x57: 'prp-nodes-table',
  0x58: 'safety-feedback',
  0x5d: 'cip-security',
  0x5e: 'ethernetip-security',
  0x5f: 'certificate-management',
  0x64: 'controller-name',
  0x67: 'pccc',
  0x68: 'program',
  0x69: 'io-module',
  0x6b: 'symbol',
  0x6c: 'template',
  0x6d: 'routine',
  0x70: 'task',
  0x74: 'controller-lock',
  0x8b: 'wall-clock-time',
  0x8e: 'controller',
  0xa1: 'nonvolatile-storage',
  0xac: 'controller-changes',
  0xf0: 'controlnet',
  0xf1: 'controlnet-keeper',
  0xf2: 'controlnet-scheduling',
  0xf3: 'connection-configuration',
  0xf4: 'port',
  0xf5: 'tcp-ip-interface',
  0xf6: 'ethernet-link',
  0xf7: 'componet-link',
  0xf8: 'componet-repeater',
})

export const className = (value: number): string => names[value] ?? hexNumber(value)

export const ROUTER = 0x02
export const CONNECTION_MANAGER = 0x06
export const IDENTITY = 0x01
export const CONNECTION = 0x05
export const PCCC = 0x67
export const SYMBOL = 0x6b
export const FILE = 0x37
export const TCP_IP = 0xf5
export const CONTROLLER_NAME = 0x64
export const STORAGE = 0xa1
/** Items that engineering software reads together. */
export const GROUP = 0x72
export const LOCK = 0x74

/** Objects of settings rather than of the process: what is set there is configuration. */
export const settings: ReadonlySet<number> = new Set([
  0x01, 0x03, 0x05, 0x06, 0x37, 0x39, 0x3a, 0x44, 0x45, 0x46, 0x47, 0x48, 0x4d, 0x51, 0x52, 0x54, 0x55, 0x56, 0x5d,
  0x5e, 0x5f, 0x64, 0x69, 0x8e, 0xac, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8,
])

/** Objects that make up the control program of a Logix controller. */
export const programs: ReadonlySet<number> = new Set([0x68, 0x6b, 0x6c, 0x6d, 0x70])

/** Objects that hold the time. */
export const clocks: ReadonlySet<number> = new Set([0x43, 0x8b])
