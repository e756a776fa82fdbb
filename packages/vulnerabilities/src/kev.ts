// CISA Known Exploited Vulnerabilities catalogue, the JSON form.
import type { KnownExploited } from '@nautilus/model'
import { Faults, Node } from './csaf/node.ts'
import { dayOf } from './dates.ts'
import { advisoryLimits } from './limits.ts'

export type Kev = {
  readonly version: string
  /** As published; empty when it is not told. */
  readonly released: string
  readonly entries: ReadonlyMap<string, KnownExploited>
}

export type KevReading =
  | { readonly ok: true; readonly kev: Kev; readonly faults: readonly string[] }
  | { readonly ok: false; readonly faults: readonly string[] }

/** Entries of the catalogue that are read; it had about 1,400 at the end of 2025. */
export const MAX_KEV_ENTRIES = 100_000

const isCve = (id: string): boolean => /^CVE-\d{4}-\d{4,19}$/.test(id)

/** Reads a parsed catalogue. Faults begin with the JSON path. */
export function readKev(value: unknown): KevReading {
  const faults = new Faults(advisoryLimits.faults)
  const root = Node.from(value, faults, advisoryLimits)
  if (!root?.has('vulnerabilities') || !root.has('catalogVersion'))
    return { ok: false, faults: ['vulnerabilities or catalogVersion is missing: this is no KEV catalogue'] }
  const entries = new Map<string, KnownExploited>()
  for (const entry of root.objects('vulnerabilities', MAX_KEV_ENTRIES)) {
    const cve = entry.required('cveID')
    if (cve === null) continue
    if (!isCve(cve)) {
      entry.faults.add(entry.at('cveID'), `is ${cve}, which is no CVE number`)
      continue
    }
    entries.set(cve, {
      added: dateIn(entry, 'dateAdded'),
      due: dateIn(entry, 'dueDate'),
      ransomware: entry.text('knownRansomwareCampaignUse')?.toLowerCase() === 'known',
      action: entry.text('requiredAction', advisoryLimits.text) ?? '',
    })
  }
  const kev = { version: root.text('catalogVersion') ?? '', released: root.text('dateReleased') ?? '', entries }
  return { ok: true, kev, faults: faults.list }
}

function dateIn(entry: Node, key: string): string {
  const date = entry.text(key) ?? ''
  if (date === '' || dayOf(date) !== null) return date
  entry.faults.add(entry.at(key), `is ${date}, which is no date such as 2026-01-31`)
  return ''
}
