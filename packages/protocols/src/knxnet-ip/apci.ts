// Services of the application layer of the bus. KNX standard 03_03_07, 2 and 3.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export type Apci = FunctionRef & { readonly verb: Verb }

/** Ten bits for most; those that share their low bits with a number or a value have four. */
const exact: Record<number, Apci> = {}
const wide: Record<number, Apci> = {}
const entry = (code: number, name: string, verb: Verb): Apci => ({ code: `apci:${hexNumber(code, 3)}`, name, verb })

const broad: readonly (readonly [number, string, Verb])[] = [
  [0x000, 'group value read', 'read'],
  [0x040, 'group value response', 'report'],
  [0x080, 'group value write', 'write'],
  [0x0c0, 'individual address write', 'configure'],
  [0x100, 'individual address read', 'discover'],
  [0x140, 'individual address response', 'report'],
  [0x180, 'ADC read', 'diagnose'],
  [0x1c0, 'ADC response', 'report'],
  [0x200, 'memory read', 'diagnose'],
  [0x240, 'memory response', 'report'],
  [0x280, 'memory write', 'write'],
  [0x300, 'device descriptor read', 'discover'],
  [0x340, 'device descriptor response', 'report'],
]
for (const [code, name, verb] of broad) wide[code >> 6] = entry(code, name, verb)

const narrow: readonly (readonly [number, string, Verb])[] = [
  [0x1c8, 'system network parameter read', 'read'],
  [0x1c9, 'system network parameter response', 'report'],
  [0x1ca, 'system network parameter write', 'configure'],
  [0x1cc, 'extended property value read', 'read'],
  [0x1cd, 'extended property value response', 'report'],
  [0x1ce, 'extended property value write', 'write'],
  [0x1cf, 'extended property value write response', 'report'],
  [0x1d0, 'extended property value unconfirmed write', 'write'],
  [0x1d2, 'extended property description read', 'discover'],
  [0x1d3, 'extended property description response', 'report'],
  [0x1d4, 'extended function property command', 'call'],
  [0x1d5, 'extended function property state read', 'read'],
  [0x1d6, 'extended function property state response', 'report'],
  [0x1fb, 'extended memory write', 'write'],
  [0x1fc, 'extended memory write response', 'report'],
  [0x1fd, 'extended memory read', 'diagnose'],
  [0x1fe, 'extended memory response', 'report'],
  [0x2c0, 'user memory read', 'diagnose'],
  [0x2c1, 'user memory response', 'report'],
  [0x2c2, 'user memory write', 'write'],
  [0x2c4, 'user memory bit write', 'write'],
  [0x2c5, 'user manufacturer info read', 'discover'],
  [0x2c6, 'user manufacturer info response', 'report'],
  [0x2c7, 'function property command', 'call'],
  [0x2c8, 'function property state read', 'read'],
  [0x2c9, 'function property state response', 'report'],
  [0x380, 'restart', 'reset'],
  [0x381, 'master reset', 'reset'],
  [0x3a1, 'restart response', 'report'],
  [0x3c0, 'routing table open', 'configure'],
  [0x3c1, 'routing table read', 'diagnose'],
  [0x3c2, 'routing table response', 'report'],
  [0x3c3, 'routing table write', 'configure'],
  [0x3c8, 'router memory read', 'diagnose'],
  [0x3c9, 'router memory response', 'report'],
  [0x3ca, 'router memory write', 'write'],
  [0x3cd, 'router status read', 'diagnose'],
  [0x3ce, 'router status response', 'report'],
  [0x3cf, 'router status write', 'configure'],
  [0x3d0, 'memory bit write', 'write'],
  [0x3d1, 'authorize request', 'authenticate'],
  [0x3d2, 'authorize response', 'report'],
  [0x3d3, 'key write', 'configure'],
  [0x3d4, 'key response', 'report'],
  [0x3d5, 'property value read', 'read'],
  [0x3d6, 'property value response', 'report'],
  [0x3d7, 'property value write', 'write'],
  [0x3d8, 'property description read', 'discover'],
  [0x3d9, 'property description response', 'report'],
  [0x3da, 'network parameter read', 'discover'],
  [0x3db, 'network parameter response', 'report'],
  [0x3dc, 'individual address serial number read', 'discover'],
  [0x3dd, 'individual address serial number response', 'report'],
  [0x3de, 'individual address serial number write', 'configure'],
  [0x3e0, 'domain address write', 'configure'],
  [0x3e1, 'domain address read', 'discover'],
  [0x3e2, 'domain address response', 'report'],
  [0x3e3, 'domain address selective read', 'discover'],
  [0x3e4, 'network parameter write', 'configure'],
  [0x3e5, 'link read', 'read'],
  [0x3e6, 'link response', 'report'],
  [0x3e7, 'link write', 'configure'],
  [0x3e8, 'group property value read', 'read'],
  [0x3e9, 'group property value response', 'report'],
  [0x3ea, 'group property value write', 'write'],
  [0x3eb, 'group property value info report', 'report'],
  [0x3ec, 'domain address serial number read', 'discover'],
  [0x3ed, 'domain address serial number response', 'report'],
  [0x3ee, 'domain address serial number write', 'configure'],
  [0x3f0, 'file stream info report', 'file'],
  [0x3f1, 'secure service', 'other'],
]
for (const [code, name, verb] of narrow) exact[code] = entry(code, name, verb)
Object.freeze(exact)
Object.freeze(wide)

export const apciOf = (apci: number): Apci => exact[apci] ?? wide[apci >> 6] ?? entry(apci, 'unknown service', 'other')
