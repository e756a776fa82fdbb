import { vendorAliases } from './data/vendors.ts'

/** Words that say what a company is, not which. */
const legal = new Set(
  'ag gmbh inc incorporated llc ltd limited co corp corporation company kg kgaa sa sas se spa srl ab oy oyj bv nv plc pte pty as aps kk'.split(
    ' ',
  ),
)

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[®™©]/g, '')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^a-z0-9&+]+/g, ' ')
    .split(' ')
    .filter(word => word !== '' && !legal.has(word))
    .join(' ')

const canonical: ReadonlyMap<string, string> = new Map(
  Object.entries(vendorAliases).flatMap(([name, aliases]) => [name, ...aliases].map(alias => [plain(alias), name])),
)

/** One name for a maker, however it is written; its own plain name where the table does not have it. Empty for nothing. */
export function vendorKey(name: string): string {
  const key = plain(name)
  const known = canonical.get(key)
  if (known !== undefined) return known
  // `Siemens Schweiz`, `Rockwell Automation Singapore`: a known name and where it is.
  const words = key.split(' ')
  for (let length = words.length - 1; length > 0; length--) {
    const found = canonical.get(words.slice(0, length).join(' '))
    if (found !== undefined) return found
  }
  return key
}
