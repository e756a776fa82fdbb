// From item specifications and data items to the items of an operation, and what the return codes make of it.
import type { FunctionRef, Item } from '@nautilus/model'
import { type ItemSpec, nativeOf, shapeOf, textOf } from './address.ts'
import { SUCCESS } from './data.ts'
import type { DataItem } from './message.ts'
import { returnCode } from './names.ts'

export type Detail = Record<string, string | number>
/** What a function touched: all of it, or the part of it that an operation does not share with others. */
export type Touched = { object: string; items: readonly Item[]; detail: Detail; refusal?: FunctionRef }

const SHOWN = 8

export const readOf = (specs: readonly ItemSpec[], values: readonly DataItem[]): Touched =>
  touched(specs, values, 'read', values)

/** A write carries its values itself; the answer has a return code for each. */
export const writeOf = (
  specs: readonly ItemSpec[],
  values: readonly DataItem[],
  answers: readonly { code: number }[],
): Touched => touched(specs, values, 'write', answers)

function touched(
  specs: readonly ItemSpec[],
  values: readonly DataItem[],
  access: Item['access'],
  answers: readonly { code: number }[],
): Touched {
  const items = specs.flatMap((spec, index) => itemsOf(spec, access, values[index]))
  return { object: listed(items.map(item => item.object)), items, ...verdict(specs, answers) }
}

function itemsOf(spec: ItemSpec, access: Item['access'], value: DataItem | undefined): Item[] {
  const carries = value !== undefined && (access === 'write' || value.code === SUCCESS)
  if (spec.kind === 'dbread') return areasOf(spec, access, carries ? value : null)
  const place = carries
    ? ({ ...shapeOf(spec, value.length), in: access === 'write' ? 'request' : 'reply', at: value.at } as const)
    : ({ type: shapeOf(spec, 0).type, count: spec.kind === 'any' ? spec.count : 0, in: 'nowhere', at: 0 } as const)
  return [{ object: textOf(spec), access, ...place, native: nativeOf(spec) }]
}

/** DBREAD: one data item for all areas, a return code before the bytes of each. Where one failed, nothing is sure. */
function areasOf(spec: Extract<ItemSpec, { kind: 'dbread' }>, access: Item['access'], value: DataItem | null): Item[] {
  const whole = spec.areas.reduce((sum, area) => sum + area.length + 1, 0)
  let at = access === 'read' && value?.length === whole ? value.at : -1
  return spec.areas.map(area => {
    const one: ItemSpec = { kind: 'dbread', areas: [area] }
    const carries = at >= 0
    const start = carries ? at + 1 : 0
    if (carries) at = start + area.length
    const place = { type: 'u8', count: area.length, in: carries ? 'reply' : 'nowhere', at: start } as const
    return { object: textOf(one), access, ...place, native: nativeOf(one) }
  })
}

/** The addresses alone, as the object of an operation. */
export const objectOf = (specs: readonly ItemSpec[]): string =>
  listed(
    specs.flatMap(spec =>
      spec.kind === 'dbread' ? spec.areas.map(area => textOf({ kind: 'dbread', areas: [area] })) : textOf(spec),
    ),
  )

export const listed = (texts: readonly string[]): string =>
  texts.length > SHOWN ? `${texts.slice(0, SHOWN).join(', ')} +${texts.length - SHOWN}` : texts.join(', ')

/** Refused when every item was; when some were, the detail says which. */
function verdict(
  specs: readonly ItemSpec[],
  answers: readonly { code: number }[],
): { detail: Detail; refusal?: FunctionRef } {
  const bad = answers.flatMap(({ code }, index) => (code === SUCCESS ? [] : [{ code, index }]))
  if (bad.length === 0) return { detail: {} }
  if (bad.length === answers.length) return { detail: {}, refusal: returnCode(bad[0]!.code) }
  const said = bad.map(({ code, index }) => {
    const spec = specs[index]
    return `${spec ? textOf(spec) : `item ${index + 1}`}: ${returnCode(code).name}`
  })
  return { detail: { refused: listed(said) } }
}
