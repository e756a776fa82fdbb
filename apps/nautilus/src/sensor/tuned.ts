// What the settings of a sensor change in its thread: which protocols it looks for, and which frames it looks at.
import type { RecordSink } from '@nautilus/capture'
import { protocols } from '@nautilus/protocols'
import type { SensorOptions } from '@nautilus/sensor'
import type { LiveSource, Source } from '../platform/config-sources.ts'
import { compileFilter } from '../platform/live/filter.ts'
import { filterOf, type SensorSettings } from './settings.ts'

/** Every protocol that a sensor can be told to leave out, by its title. */
export const protocolTitles = (): { readonly name: string; readonly title: string }[] =>
  protocols.map(({ name, title }) => ({ name, title })).sort((a, b) => (a.title < b.title ? -1 : 1))

export function dissectorsFor(settings: SensorSettings | null): Pick<SensorOptions, 'dissectors'> {
  const off = new Set(settings?.switchedOff ?? [])
  return off.size === 0 ? {} : { dissectors: protocols.filter(({ name }) => !off.has(name)) }
}

/** What is listened to, as far as it is told to be. */
export const sourceFor = (source: LiveSource, settings: SensorSettings): LiveSource =>
  source.kind === 'interface' ? { ...source, filter: filterOf(source.filter, settings) } : source

/** Why a sensor with this source cannot work so, in a sentence; null where it can. */
export function faultAt(source: Source, settings: SensorSettings): string | null {
  const unknown = settings.switchedOff.filter(name => !protocols.some(one => one.name === name))
  if (unknown.length > 0) return `It does not know ${unknown.join(', ')}: is it of another version?`
  if (filterOf(null, settings) === null) return null
  if (source.kind !== 'interface') return 'It listens to no interface: filters and networks are for those that do.'
  const compiled = compileFilter(filterOf(source.filter, settings)!, source.interfaces[0]!)
  return compiled.ok ? null : compiled.message
}

const ETHERNET = 1
/** Of the first tag: IEEE 802.1Q, and 802.1ad for the outer one of two. */
const [TAG, OUTER_TAG] = [0x8100, 0x88a8]
const AT = 12

/** Passes on what is not in one of these VLANs, by its outer tag. */
export function withoutVlans(sink: RecordSink, vlans: readonly number[]): RecordSink {
  if (vlans.length === 0) return sink
  const ignored = new Uint8Array(4096)
  for (const vlan of vlans) ignored[vlan & 0xfff] = 1
  return {
    record(slab, start, captured, original, at, link) {
      if (link === ETHERNET && captured >= AT + 4) {
        const tag = slab.view.getUint16(start + AT)
        if ((tag === TAG || tag === OUTER_TAG) && ignored[slab.view.getUint16(start + AT + 2) & 0xfff] === 1) return
      }
      sink.record(slab, start, captured, original, at, link)
    },
    unsupported: linkType => sink.unsupported(linkType),
  }
}
