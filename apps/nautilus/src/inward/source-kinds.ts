// Kinds of places that are asked regularly, and what people fill in for each.
import {
  address,
  changeFields,
  cmdbFields,
  type Field,
  faultsOf,
  filledIn,
  overHttp,
  pullFaults,
  type Settings,
} from '@nautilus/integrations'

export type SourceKindId = 'servicenow-cmdb' | 'servicenow-changes' | 'csaf' | 'kev' | 'epss'
export type OwnKind = {
  readonly id: SourceKindId
  readonly ofSite: boolean
  readonly fields: readonly Field[]
  readonly check: (settings: Settings) => Readonly<Record<string, string>>
}

const none = () => ({})
const from = (otherwise: string): readonly Field[] => [address('url', { otherwise }), ...overHttp]

/** Where the publishers have their files; another address, a mirror in one's own network, takes their place. */
const KEV = 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json'
const EPSS = 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz'

export const sourceKinds: readonly OwnKind[] = [
  { id: 'servicenow-cmdb', ofSite: true, fields: cmdbFields, check: pullFaults },
  { id: 'servicenow-changes', ofSite: true, fields: changeFields, check: pullFaults },
  { id: 'csaf', ofSite: false, fields: [address('url', { isRequired: true }), ...overHttp], check: none },
  { id: 'kev', ofSite: false, fields: from(KEV), check: none },
  { id: 'epss', ofSite: false, fields: from(EPSS), check: none },
]

export const sourceKindOf = (id: string): OwnKind | null => sourceKinds.find(kind => kind.id === id) ?? null

export function sourceFaults(id: string, settings: Settings): Readonly<Record<string, string>> {
  const kind = sourceKindOf(id)
  if (!kind) return { kind: `must be one of ${sourceKinds.map(({ id }) => id).join(', ')}` }
  const faults = faultsOf(kind.fields, settings)
  return Object.keys(faults).length > 0 ? faults : kind.check(filledIn(kind.fields, settings))
}
