// What a baseline learned, as people read it.
import type { Baseline, Link, Who } from '@nautilus/detection'
import type { Asset } from '@nautilus/model'

export type LearnedDevice = ReturnType<typeof learnedDevices>[number]

/** In the order of their ids. `names`: what people call them. */
export function learnedDevices(baseline: Baseline, names: ReadonlyMap<string, string>) {
  const known = baseline.known()
  const called = (id: string) => names.get(id) ?? id
  return [...baseline.tree.devices]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, device]) => {
      const client = named(id)
      const links = [...device.peers].flatMap(([peer, { protocols }]) =>
        [...protocols].map(([protocol, speech]) => {
          const link: Link = { client, server: named(peer), protocol }
          const codes = [...speech.verbs.values()].flatMap(said => [...said.functions.keys()]).sort()
          return {
            server: peer,
            name: called(peer),
            protocol,
            functions: codes,
            fact: known.link(link),
            ...known.readiness({ link }),
          }
        }),
      )
      links.sort((a, b) => (`${a.server} ${a.protocol}` < `${b.server} ${b.protocol}` ? -1 : 1))
      const objects = [...device.objects.values()]
      const written = objects.filter(holding => holding.written !== null).length
      const readiness = known.readiness({ device: client })
      return { id, name: called(id), fact: known.device(client), readiness, objects: objects.length, written, links }
    })
}

/** Enough of it to be looked up. */
function named(id: string): Who {
  const nothing = { asset: null, role: null, safety: false, level: null, zone: null, lists: [] }
  return { id, label: id, ip: '', mac: '', kind: 'device', ...nothing }
}

/** How far learning is at a site: whole, by segment (zone), and by device. */
export type BaselineView = ReturnType<typeof baselineOf>

/** Devices told at once. */
const MOST_DEVICES = 5000
/** Objects told of one device. */
const MOST_OBJECTS = 2000

export function baselineOf(baseline: Baseline, assets: readonly Asset[]) {
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const known = baseline.known()
  const devices = learnedDevices(baseline, namesOf(assets)).map(({ links, ...device }) => ({
    ...device,
    links: links.length,
    segment: byId.get(device.id)?.zone ?? null,
  }))
  const segments = [...Map.groupBy(devices, ({ segment }) => segment ?? NO_SEGMENT)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([segment, own]) => segmentOf(segment, own))
  return { taught: known.taught, site: known.readiness('site'), segments, devices: devices.slice(0, MOST_DEVICES) }
}

const NO_SEGMENT = 'no zone'

type InSegment = {
  readonly readiness: { readonly ready: boolean; readonly unseen: number; readonly observations: number }
}

/** What is unseen of a segment: of its devices', each by how much it was observed. */
function segmentOf(segment: string, devices: readonly InSegment[]) {
  const observations = devices.reduce((sum, { readiness }) => sum + readiness.observations, 0)
  const unseen = devices.reduce((sum, { readiness }) => sum + readiness.unseen * readiness.observations, 0)
  return {
    segment,
    devices: devices.length,
    ready: devices.filter(({ readiness }) => readiness.ready).length,
    observations,
    unseen: observations > 0 ? unseen / observations : 1,
  }
}

/** Links, functions and objects of one device; null when nothing was learned of it. */
export function learnedOf(baseline: Baseline, assets: readonly Asset[], id: string) {
  const device = learnedDevices(baseline, namesOf(assets)).find(one => one.id === id)
  const node = baseline.tree.devices.get(id)
  if (!device || !node) return null
  const known = baseline.known()
  const who = named(id)
  const names = [...node.objects.keys()].sort()
  const held = names.slice(0, MOST_OBJECTS).map(object => ({
    object,
    read: known.object(who, object, 'read'),
    written: known.object(who, object, 'write'),
    writers: [...(node.objects.get(object)?.writers ?? [])].sort(),
    value: known.value(who, object, 0),
  }))
  return { ...device, held, heldMore: Math.max(0, names.length - MOST_OBJECTS) }
}

const namesOf = (assets: readonly Asset[]) =>
  new Map(assets.map(({ id, name, ip, mac }) => [id, name ?? ip[0] ?? mac[0] ?? id]))
