// Time of DNP3: milliseconds since 1970 in 48 bits, IEEE 1815-2012, 11.3.3. Civil date by H. Hinnant's era method.
import type { Reader } from '../reader.ts'

const DAY = 86_400_000

/** 48 bits, least significant first. */
export const time48 = (reader: Reader): number => {
  const low = reader.u32le()
  return reader.u16le() * 2 ** 32 + low
}

const padded = (value: number, width = 2): string => String(value).padStart(width, '0')

/** `2026-01-31 12:00:00.000`. */
export function timeText(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY) + 719_468
  const era = Math.floor(days / 146_097)
  const ofEra = days - era * 146_097
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  const shifted = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const civil = year + era * 400 + (month <= 2 ? 1 : 0)
  const rest = milliseconds % DAY
  const clock = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60, Math.floor(rest / 1000) % 60]
  return `${civil}-${padded(month)}-${padded(day)} ${clock.map(part => padded(part)).join(':')}.${padded(rest % 1000, 3)}`
}
