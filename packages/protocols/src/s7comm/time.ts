// Times as S7 writes them: eight BCD bytes (year, month, day, hour, minute, second, milliseconds and weekday), and in
// blocks milliseconds of the day with days since 1984-01-01.
import { Reader } from '../reader.ts'

const bcd = (byte: number): number => (byte >> 4) * 10 + (byte & 0xf)
const two = (number: number): string => `${number}`.padStart(2, '0')

/** `2016-02-08 14:51:37.916`; empty when the bytes are no time. */
export function clockText(reader: Reader): string {
  const bytes = reader.take(8)
  if (bytes.length < 8) return ''
  const [year, month, day, hour, minute, second] = Array.from(bytes, bcd) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return ''
  const thousandths = `${bcd(bytes[6]!)}`.padStart(2, '0') + (bytes[7]! >> 4)
  const date = `${year < 90 ? 2000 + year : 1900 + year}-${two(month)}-${two(day)}`
  return `${date} ${two(hour)}:${two(minute)}:${two(second)}.${thousandths}`
}

const DAYS_TO_1984 = 5113

/** The time of a block: `2015-06-30 12:00:00.000`. */
export function blockTime(reader: Reader): string {
  const milliseconds = reader.u32()
  const days = reader.u16() + DAYS_TO_1984
  const seconds = Math.floor(milliseconds / 1000)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')
  return `${civil(days)} ${clock}.${`${milliseconds % 1000}`.padStart(3, '0')}`
}

/** Days since 1970-01-01 as a date of the Gregorian calendar, counted in eras of 400 years that begin in March. */
function civil(days: number): string {
  const shifted = days + 719468
  const era = Math.floor(shifted / 146097)
  const ofEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return `${yearOfEra + era * 400 + (month <= 2 ? 1 : 0)}-${two(month)}-${two(day)}`
}

/** The clock of a controller: a reserved byte, the century, then the time. */
export function readClock(bytes: Uint8Array): string {
  const reader = new Reader(bytes)
  reader.skip(2)
  return clockText(reader)
}
