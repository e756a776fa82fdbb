import { join, u32 } from './bytes.ts'

/** Seconds from 1900 to 1970. */
const SINCE_1900 = 2_208_988_800

/** RFC 5905, 6: seconds since 1900 and their 2^32nd parts. */
function stamp(at: number): Uint8Array {
  const seconds = Math.floor(at / 1e6)
  return join(u32((seconds + SINCE_1900) >>> 0), u32(Math.floor(((at % 1e6) / 1e6) * 0x1_0000_0000)))
}

const NEVER = new Uint8Array(8)

/** Version 4, mode 3: a client's question; `at` is what it believes, in µs since 1970. */
export const ntpAsk = (at: number): Uint8Array =>
  join([0x23, 0, 6, 0xec], u32(0), u32(0), u32(0), NEVER, NEVER, NEVER, stamp(at))

/** Mode 4: stratum 2 and the time that the server believes. */
export function ntpAnswer(question: Uint8Array, at: number): Uint8Array {
  const origin = question.subarray(40, 48)
  return join(
    [0x24, 2, 6, 0xec],
    u32(0x100),
    u32(0x200),
    [10, 20, 0, 1],
    stamp(at - 16e6),
    origin,
    stamp(at),
    stamp(at + 40),
  )
}
