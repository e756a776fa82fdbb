// What the address of the table says: which assets.
export const filters = ['text', 'role', 'vendor', 'zone', 'protocol', 'criticality'] as const
export type AssetFilter = Partial<Readonly<Record<(typeof filters)[number], string>>>

/** What is no filter of ours is left out. */
export function assetFilterOf(raw: Readonly<Record<string, unknown>>): AssetFilter {
  const told = filters.flatMap(name => {
    const value = raw[name]
    return typeof value === 'string' && value !== '' && value.length <= 200 ? [[name, value] as const] : []
  })
  return Object.fromEntries(told)
}

export const tabs = ['identity', 'told', 'talks', 'control', 'points', 'findings', 'timeline'] as const
export type Tab = (typeof tabs)[number]

export const tabOf = (raw: Readonly<Record<string, unknown>>): { readonly tab?: Tab } => {
  const tab = tabs.find(name => name === raw.tab)
  return tab ? { tab } : {}
}
