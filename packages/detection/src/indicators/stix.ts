// STIX 2.1 bundles: OASIS "STIX Version 2.1", 4.7 (indicator), 9 (patterning). Of patterns those that name addresses,
// domains and URLs by themselves; what else a pattern needs makes it one that a network does not show.
import type { Indicator, Reading } from './indicator.ts'
import { addressOf, domainOf, pageOf } from './value.ts'

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const kinds = {
  'ipv4-addr:value': addressOf,
  'ipv6-addr:value': addressOf,
  'domain-name:value': domainOf,
  'url:value': pageOf,
} as const

/** `file` is the feed where a bundle does not say who made it. */
export function readStix(bundle: unknown, feed: string, into: Reading): void {
  const objects = isObject(bundle) && Array.isArray(bundle.objects) ? (bundle.objects as unknown[]) : null
  if (!objects) return into.fault(0, 'is JSON and no STIX bundle: it has no `objects`.')
  const makers = new Map<string, string>()
  for (const each of objects)
    if (isObject(each) && each.type === 'identity') makers.set(textOf(each.id), textOf(each.name))
  for (const [index, each] of objects.entries())
    if (isObject(each) && each.type === 'indicator' && each.revoked !== true)
      readIndicator(each, makers.get(textOf(each.created_by_ref)) || feed, `object ${index + 1}`, into)
}

function readIndicator(each: Json, feed: string, where: string, into: Reading): void {
  const pattern = textOf(each.pattern)
  const type = textOf(each.pattern_type) || 'stix'
  if (type !== 'stix') return into.other()
  const values = valuesIn(pattern)
  if (values === null) return into.other()
  const from = timeOf(each.valid_from ?? each.created)
  const until = timeOf(each.valid_until)
  if (until === undefined || from === undefined)
    return into.fault(0, `${where}: \`valid_from\` or \`valid_until\` is no time; write it as 2026-01-31T00:00:00Z.`)
  const sure = each.confidence
  const confidence = typeof sure === 'number' && sure >= 0 && sure <= 100 ? sure / 100 : null
  for (const { path, text } of values) {
    const value = kinds[path](text)
    if (value) into.add(0, { ...value, feed, name: textOf(each.name), from, until, confidence } satisfies Indicator)
    else into.fault(0, `${where}: \`${text.slice(0, 60)}\` is not what \`${path}\` is about; it is left out.`)
  }
}

/** µs; null where nothing is said, undefined where it is wrong. */
export function timeOf(written: unknown): number | null | undefined {
  if (written === undefined || written === null || written === '') return null
  const text = textOf(written).trim()
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text)
  if (!found) return undefined
  const [year, month, day, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(part => Number(part ?? 0))
  if (month! < 1 || month! > 12 || day! < 1 || day! > 31 || hour > 23 || minute > 59 || second > 60) return undefined
  const zone = /^([+-])(\d\d):?(\d\d)$/.exec(found[7] ?? '')
  const shift = zone ? (zone[1] === '-' ? -1 : 1) * (60 * Number(zone[2]) + Number(zone[3])) : 0
  return (Date.UTC(year!, month! - 1, day, hour, minute, second) - shift * 60_000) * 1000
}

type Named = { readonly path: keyof typeof kinds; readonly text: string }

const comparison = /^\s*([a-z\d-]+:[a-z_]+)\s*(=|ISSUBSET)\s*'((?:[^'\\]|\\.)*)'\s*/
/** Comparisons of one pattern. */
const MAX_PARTS = 100

/** Of `[a = 'x' OR b = 'y'] OR [c = 'z']` all values; null where a pattern asks for more, or for other things. */
function valuesIn(pattern: string): readonly Named[] | null {
  const values: Named[] = []
  let rest = pattern
  while (values.length < MAX_PARTS) {
    rest = rest.replace(/^\s*\[/, '')
    const found = comparison.exec(rest)
    const path = found?.[1]
    if (!found || path === undefined || !Object.hasOwn(kinds, path)) return null
    values.push({ path: path as keyof typeof kinds, text: found[3]!.replaceAll(/\\(.)/g, '$1') })
    rest = rest.slice(found[0].length).replace(/^\]\s*/, '')
    if (rest === '') return values
    const or = /^OR\s+/.exec(rest)
    if (!or) return null
    rest = rest.slice(or[0].length)
  }
  return null
}
