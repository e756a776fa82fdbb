// DNP3 controls: IEEE 1815-2012, A.8 (control relay output block) and A.19 (analog output block).
import type { FunctionRef } from '@nautilus/model'
import { Reader } from '../reader.ts'
import type { Fragment, Header } from './message.ts'
import { controlStatusOf } from './names.ts'
import { index } from './points.ts'

type Detail = Record<string, string | number>
const RELAY = 12
const ANALOG = 41
const MAX_TOLD = 8

const operations = ['nothing', 'pulse on', 'pulse off', 'latch on', 'latch off']
const trips = ['', ' close', ' trip', ' reserved']
const variations: Readonly<Record<string, string>> = {
  3: 'select',
  4: 'operate',
  5: 'direct operate',
  6: 'direct operate without response',
}

/** `pulse on trip`, `latch off`. */
function actionOf(code: number): string {
  const name = operations[code & 0x0f] ?? `operation ${code & 0x0f}`
  return `${name}${trips[code >> 6]}${(code & 0x10) !== 0 ? ' queue' : ''}${(code & 0x20) !== 0 ? ' clear' : ''}`
}

/** Relay blocks, not the pattern mask that belongs to them. */
const isBlock = ({ group, variation, layout, count }: Header): boolean =>
  group === RELAY && variation < 3 && layout !== null && count > 0
const isAnalog = ({ group, layout, count }: Header): boolean => group === ANALOG && layout !== null && count > 0

/** What is to be done, of one point in full and of several the action of each. */
export function controlDetail(fragment: Fragment, detail: Detail): void {
  const step = variations[fragment.code]
  if (step) detail.step = step
  const told: string[] = []
  for (const header of fragment.headers) if (isBlock(header)) tellRelays(fragment.body, header, detail, told)
  if (told.length > 0) detail.action = told.length === 1 ? told[0]!.slice(told[0]!.indexOf(' ') + 1) : told.join(', ')
}

function tellRelays(body: Uint8Array, { at, prefix, count, start }: Header, detail: Detail, told: string[]): void {
  const reader = new Reader(body)
  for (let i = 0; i < count && told.length < MAX_TOLD; i++) {
    reader.at = at + i * (prefix + 11)
    const number = prefix > 0 ? index(body, reader.at, prefix) : start + i
    reader.skip(prefix)
    told.push(`${number} ${actionOf(reader.u8())}`)
    const [times, on, off] = [reader.u8(), reader.u32le(), reader.u32le()]
    if (told.length === 1) Object.assign(detail, { count: times, on, off })
  }
}

/** The first status in a reply that is not success. */
export function controlRefusal({ body, headers }: Fragment): FunctionRef | null {
  for (const header of headers) {
    if (!isBlock(header) && !isAnalog(header)) continue
    const { at, prefix, count, layout } = header
    const stride = prefix + layout!.size
    for (let i = 1; i <= count; i++) {
      // The status is the last byte of both blocks; its top bit is reserved.
      const status = body[at + i * stride - 1]! & 0x7f
      if (status !== 0) return controlStatusOf(status)
    }
  }
  return null
}
