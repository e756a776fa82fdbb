// What a UMAS controller says of itself. Layouts: Apache PLC4X description of UMAS (read PLC id), and
// L. Rodriguez, "The Unity (UMAS) protocol", part I (read project information). Little-endian.
import type { Claim } from '@nautilus/model'
import { printable, type Reader } from '../reader.ts'

export type Told = { claims: Claim[]; detail: Record<string, string | number> }

const claim = (attribute: Claim['attribute'], value: string): Claim[] =>
  value === '' ? [] : [{ about: 'server', attribute, value, confidence: 0.9 }]

const text = (body: Reader): string => printable(body.take(body.u8()))

/** 0x02: range, identity, model, version as digits (0x0270 is 2.70), patch, then numbers, then the name of the CPU. */
export function identityOf(body: Reader): Told | null {
  body.skip(8)
  const version = body.u16le()
  const patch = body.u16le()
  body.skip(10)
  const model = text(body)
  if (body.short) return null
  const firmware = `${version >> 8}.${(version & 0xff).toString(16).padStart(2, '0')}`
  const claims = [
    ...claim('vendor', 'Schneider Electric'),
    ...claim('model', model),
    ...claim('firmware', version === 0 ? '' : firmware),
  ]
  return { claims, detail: { model, firmware, patch } }
}

/** When a project was built: a byte of no known meaning, second, minute, hour, day, month, year. */
function dateOf(body: Reader): string {
  body.skip(1)
  const [second, minute, hour, day, month] = [body.u8(), body.u8(), body.u8(), body.u8(), body.u8()]
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${body.u16le()}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`
}

/** 0x03, part 0: two dates after 18 bytes of no known meaning, the revision, the name. */
export function projectOf(body: Reader): Told | null {
  body.skip(18)
  const modified = dateOf(body)
  body.skip(8)
  const [low, middle, high] = [body.u8(), body.u8(), body.u16le()]
  const project = text(body)
  if (body.short || project === '') return null
  const revision = `${high}.${middle}.${low}`
  return { claims: claim('program', project), detail: { project, revision, modified } }
}
