// Who is plugged in where, as far as link-layer protocols say so. LLDP and CDP tell of the port that sends; what sits
// at the other end is told by PROFINET devices of their own ports.
import type { Asset, Neighbour, Provenance } from '@nautilus/model'
import { byText } from '../seen.ts'

/** Edges told of at once. */
export const MAX_NEIGHBOURS = 20_000

export function neighboursOf(assets: readonly Asset[]): Neighbour[] {
  const byName = namesOf(assets)
  const all = assets.flatMap(asset => (asset.sources.neighbour ?? []).map(told => neighbourOf(asset, told, byName)))
  return all.sort(byPlace).slice(0, MAX_NEIGHBOURS)
}

const byPlace = (a: Neighbour, b: Neighbour): number =>
  a.first - b.first || byText(a.asset, b.asset) || byText(a.port, b.port) || byText(a.peerName, b.peerName)

function neighbourOf(asset: Asset, { value, source, first, last }: Provenance, byName: Names): Neighbour {
  const [name, port] = partsOf(value)
  const aboutItself = source.startsWith('lldp') || source.startsWith('cdp')
  if (aboutItself) return { asset: asset.id, port, peer: null, peerName: '', peerPort: '', source, first, last }
  const peer = byName.get(name.toLowerCase()) ?? null
  const other = peer === asset.id ? null : peer
  return { asset: asset.id, port: '', peer: other, peerName: name, peerPort: port, source, first, last }
}

/** `chassis port name`; names of both may hold spaces, so the last word `port` parts them. */
function partsOf(value: string): [string, string] {
  const at = value.lastIndexOf(' port ')
  return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 6)]
}

type Names = ReadonlyMap<string, string | null>

/** What a device may be called by its neighbours. A name of two devices names none. */
function namesOf(assets: readonly Asset[]): Names {
  const names = new Map<string, string | null>()
  for (const { id, mac, ip, sources } of assets) {
    const said = [...(sources.name ?? []), ...(sources.neighbour ?? []).filter(isOfItself)].map(
      ({ value }) => partsOf(value)[0],
    )
    for (const name of new Set([...mac, ...ip, ...said].map(text => text.toLowerCase()))) {
      const known = names.get(name)
      names.set(name, known === undefined || known === id ? id : null)
    }
  }
  return names
}

const isOfItself = ({ source }: Provenance): boolean => source.startsWith('lldp') || source.startsWith('cdp')
