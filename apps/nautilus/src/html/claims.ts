// What is known of one device, by whom, and where they contradict each other.
import type { Asset, Provenance } from '@nautilus/model'
import { MAX_CLAIMS, MAX_LISTED } from './limits.ts'
import { html, type Markup, nothing } from './markup.ts'
import { listed, tableOf } from './table.ts'

type Row = { readonly attribute: string; readonly claims: readonly Provenance[]; readonly differ: boolean }

export function claimsOf({ sources, ip, mac }: Asset): Markup {
  const rows = Object.entries(sources)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([attribute, claims]): Row => ({ attribute, claims: distinct(claims), differ: isContested(attribute, claims) }),
    )
  return html`<p>Addresses: ${listed([...ip, ...mac], MAX_LISTED)}</p>
${tableOf<Row>(
  [
    { title: 'What', of: ({ attribute }) => attribute },
    { title: 'Value, by source', of: ({ claims }) => claimList(claims) },
    { title: '', of: ({ differ }) => (differ ? html`<strong>sources differ</strong>` : null) },
  ],
  rows,
  'attributes',
)}`
}

/** The same value from the same source is told once. */
const distinct = (claims: readonly Provenance[]): Provenance[] =>
  [...new Map(claims.map(claim => [`${claim.value}\n${claim.source}`, claim] as const).reverse()).values()].reverse()

/** Attributes of which a device has one; of others several values are no contradiction. */
const single: ReadonlySet<string> = new Set([
  'vendor',
  'model',
  'orderNumber',
  'hardware',
  'firmware',
  'serial',
  'name',
  'os',
  'domain',
  'location',
])

const isContested = (attribute: string, claims: readonly Provenance[]): boolean =>
  single.has(attribute) && new Set(claims.map(({ value }) => value.trim().toLowerCase())).size > 1

function claimList(claims: readonly Provenance[]): Markup {
  const shown = claims.slice(0, MAX_CLAIMS)
  const left = claims.length - shown.length
  const lines = shown.map(
    ({ value, source, confidence, frame }) =>
      html`<div>${value} <span class="quiet">${source}, ${Math.round(100 * confidence)} %, frame ${frame}</span></div>`,
  )
  return html`${lines}${left > 0 ? html`<div class="quiet">and ${left} more</div>` : nothing}`
}
