// What happened to a device, in order.
import type { AssetDetail } from '../../shared/wire.ts'

export type Happening = {
  readonly at: number
  readonly kind:
    | 'seen'
    | 'address'
    | 'joined'
    | 'parted'
    | 'claimed'
    | 'finding'
    | 'certificate'
    | 'credential'
    | 'edited'
  /** What of it: an address, a value, a title. */
  readonly text: string
  /** Attribute, or id of the finding. */
  readonly of?: string
}

/** Attributes whose later values are a change of the device. */
const telling = new Set([
  'name',
  'vendor',
  'model',
  'firmware',
  'serial',
  'orderNumber',
  'hardware',
  'program',
  'os',
  'mode',
])

/** The latest first. */
export function timelineOf({ asset, findings, edits }: AssetDetail): Happening[] {
  const claims = Object.entries(asset.sources)
    .filter(([attribute]) => telling.has(attribute))
    .flatMap(([of, sources]) =>
      firstOfEach(sources).map(({ first: at, value: text }) => ({ at, kind: 'claimed' as const, text, of })),
    )
  const edited = edits ? Date.parse(edits.changed_at) * 1000 : Number.NaN
  const all: Happening[] = [
    { at: asset.first, kind: 'seen', text: '' },
    ...asset.addressNotes.map(({ first, address, kind }) => ({
      at: first,
      kind: 'address' as const,
      text: `${address}: ${kind}`,
    })),
    ...asset.joins.map(({ since, verdict, addresses }) => ({
      at: since,
      kind: verdict === 'same' ? ('joined' as const) : ('parted' as const),
      text: addresses.join(', '),
    })),
    ...claims,
    ...asset.certificates.map(({ first, subject }) => ({ at: first, kind: 'certificate' as const, text: subject })),
    ...asset.credentials.map(({ first, what }) => ({ at: first, kind: 'credential' as const, text: what })),
    ...findings.map(({ first, title, id }) => ({ at: first, kind: 'finding' as const, text: title, of: id })),
    ...(Number.isFinite(edited) ? [{ at: edited, kind: 'edited' as const, text: edits?.changed_by ?? '' }] : []),
  ]
  return all.sort((a, b) => b.at - a.at)
}

/** Of claims of the same value the earliest. */
function firstOfEach<T extends { readonly value: string; readonly first: number }>(claims: readonly T[]): T[] {
  const first = new Map<string, T>()
  for (const claim of claims)
    if (claim.first < (first.get(claim.value)?.first ?? Infinity)) first.set(claim.value, claim)
  return [...first.values()]
}
