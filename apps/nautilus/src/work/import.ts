// A file of orders: what can be used of it, and a sentence with its line for what cannot.
import { readCalendar } from './calendar-read.ts'
import { Finds, type WorkFile } from './finds.ts'
import { MOST_FILE, MOST_LINES } from './limits.ts'
import { readTable } from './table.ts'

/** A calendar (RFC 5545) or a table (RFC 4180). `timeZone`: where the file names none. Never throws. */
export function readWork(bytes: Uint8Array, timeZone: string): WorkFile {
  const finds = new Finds()
  if (bytes.length > MOST_FILE) finds.fault(0, `The file is larger than ${MOST_FILE} bytes; split it.`)
  else if (linesIn(bytes) > MOST_LINES) finds.fault(0, `The file has more than ${MOST_LINES} lines; split it.`)
  else {
    const text = textOf(bytes)
    if (text === null) finds.fault(0, 'The file is no text in UTF-8; save it as UTF-8.')
    else if (/^\s*BEGIN:VCALENDAR/i.test(text)) readCalendar(text, timeZone, finds)
    else readTable(text, timeZone, finds)
    const { orders, faults } = finds.done()
    if (orders.length === 0 && faults.length === 0) finds.fault(0, 'The file holds no order.')
  }
  return finds.done()
}

const NEWLINE = 10

function linesIn(bytes: Uint8Array): number {
  let lines = 1
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && lines <= MOST_LINES; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
