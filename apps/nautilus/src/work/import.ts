// A file of orders: what can be used of it, and a sentence with its line for what cannot.
import type { PlannedWork } from '@nautilus/model'
import { readCalendar } from './calendar-read.ts'
import { MOST_FAULTS, MOST_FILE, MOST_IN_FILE, MOST_LINES } from './limits.ts'
import { readTable } from './table.ts'

/** `line`: where it begins, from 1. `id`: null where the file gives it none. `cancelled`: the file says that it does not hold. */
export type FoundWork = {
  readonly line: number
  readonly id: string | null
  readonly cancelled: boolean
  readonly work: PlannedWork
}
export type FileFault = { readonly line: number; readonly message: string }
export type WorkFile = {
  readonly orders: readonly FoundWork[]
  readonly faults: readonly FileFault[]
  /** Faults beyond those that are told. */
  readonly more: number
}

/** What can be an id, as people's own systems number their orders. */
export const ORDER_ID = /^[A-Za-z0-9][\w.:@+-]{0,119}$/

/** Collects what a reader finds, within its bounds. */
export class Finds {
  readonly orders: FoundWork[] = []
  readonly #faults: FileFault[] = []
  #more = 0

  fault(line: number, message: string): void {
    if (this.#faults.length < MOST_FAULTS) this.#faults.push({ line, message })
    else this.#more++
  }

  add(order: FoundWork): void {
    if (this.orders.length < MOST_IN_FILE) this.orders.push(order)
    else this.fault(order.line, `A file may hold ${MOST_IN_FILE} orders; this one is left out. Split the file.`)
  }

  done(): WorkFile {
    const faults = [...this.#faults].sort((a, b) => a.line - b.line)
    return { orders: this.orders, faults, more: this.#more }
  }
}

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
