// Names of blocks as up- and download write them: `_0800001P` is OB 1 in the passive file system. Wireshark `s7comm`.
import { printable } from '../reader.ts'

export type BlockName = {
  /** `OB1`; the file name itself where it is none of a block. */
  readonly text: string
  readonly type: string
  readonly filesystem: string
}

const TYPES: Readonly<Partial<Record<string, string>>> = {
  '08': 'OB',
  '0A': 'DB',
  '0B': 'SDB',
  '0C': 'FC',
  '0D': 'SFC',
  '0E': 'FB',
  '0F': 'SFB',
}
const FILESYSTEMS: Readonly<Partial<Record<string, string>>> = { P: 'passive', A: 'active', B: 'active and passive' }

export const blockType = (code: string): string => TYPES[code.toUpperCase()] ?? `block type ${code} `

/** A file name with its leading character, or the eight characters without it. Never keeps the bytes. */
export function blockName(bytes: Uint8Array): BlockName {
  const file = printable(bytes, 64)
  const found = /^[_$]?([0-9A-F]{2})(\d{5})([A-Z])$/i.exec(file)
  if (!found) return { text: file, type: '', filesystem: '' }
  const type = blockType(found[1]!)
  return {
    text: `${type}${Number(found[2])}`,
    type: type.trim(),
    filesystem: FILESYSTEMS[found[3]!.toUpperCase()] ?? found[3]!,
  }
}
