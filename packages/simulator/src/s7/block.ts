import type { Random } from '../random.ts'
import { join, text, u16, u32 } from '../wire/bytes.ts'

const KIND = { OB: { file: '08', code: 0x08 }, DB: { file: '0A', code: 0x0a }, FC: { file: '0C', code: 0x0c } } as const

/** A block of a controller's program, ready to be loaded. */
export type Block = { name: string; bytes: Uint8Array; codeLength: number }

const HEADER = 36
const DAY = 86_400_000_000
/** 1984-01-01, from which the dates inside blocks count. */
const FIRST_DAY = 5113

/** Milliseconds of the day and the day. */
function stamp(at: number): Uint8Array {
  return join(u32(Math.floor((at % DAY) / 1000)), u16(Math.floor(at / DAY) - FIRST_DAY))
}

/** A block of the given kind and number; its code is noise, its head is not. */
export function blockOf(
  kind: keyof typeof KIND,
  number: number,
  codeLength: number,
  at: number,
  random: Random,
): Block {
  const code = Uint8Array.from({ length: codeLength }, () => random.between(0, 255))
  const trailer = join(text('NAUTILUS', 8, 0), text('WATER', 8, 0), text('PLANT', 8, 0), [0x10, 0, 0, 0])
  const length = HEADER + codeLength + trailer.length
  const language = kind === 'DB' ? 5 : 1
  const head = join(
    [0x70, 0x70, 1, 1, language, KIND[kind].code],
    u16(number),
    u32(length),
    u32(0),
    stamp(at),
    stamp(at - DAY),
    u16(0),
    u16(0),
    u16(20),
    u16(codeLength),
  )
  return { name: KIND[kind].file + String(number).padStart(5, '0'), bytes: join(head, code, trailer), codeLength }
}
