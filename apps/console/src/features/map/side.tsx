// Beside the map: what is chosen on it.
import type { ReactNode } from 'react'
import { ConduitPanel } from './conduit-panel.tsx'
import { DevicePanel } from './device-panel.tsx'
import { LinePanel } from './line-panel.tsx'
import { conduitId } from './network.ts'
import type { Shown } from './side-parts.tsx'
import { ZonePanel } from './zone-panel.tsx'

/** Null where the address names nothing that there is. */
export function sideOf(at: string | undefined, shown: Shown): ReactNode {
  if (at === undefined) return null
  const asset = shown.assets.get(at)
  if (asset) return <DevicePanel asset={asset} shown={shown} />
  const zone = shown.zones.get(at)
  if (zone) return <ZonePanel zone={zone} shown={shown} />
  const line = shown.lines.find(({ id }) => id === at)
  if (line) return <LinePanel line={line} shown={shown} />
  const conduit = shown.conduits.find(one => conduitId(one) === at)
  return conduit ? <ConduitPanel conduit={conduit} shown={shown} /> : null
}
