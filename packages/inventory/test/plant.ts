// A plant told by hand: short words for the batches that a sensor would tell.
import type { Activity, Asset, Batch, Party, Sighting } from '@nautilus/model'
import { Inventory } from '../src/index.ts'

export const vendors: Readonly<Record<string, string>> = {
  '00:1b:1b': 'Siemens AG',
  '00:80:f4': 'Telemecanique Electrique',
  '00:0c:29': 'VMware, Inc.',
}
export const vendorOf = (mac: string): string | null => vendors[mac.slice(0, 8)] ?? null

export const party = (mac: string, ip = ''): Party => ({ mac, ip })
export const plc = party('00:1b:1b:00:00:01', '10.0.0.1')
export const modicon = party('00:80:f4:00:00:02', '10.0.0.2')
export const hmi = party('00:0c:29:00:00:03', '10.0.0.3')
export const router = '00:00:0c:00:00:fe'

const t0 = 1_700_000_000_000_000

export const sighting = (of: Party, attribute: Sighting['attribute'], value: string, more: Partial<Sighting> = {}) => ({
  party: of,
  attribute,
  value,
  source: 'test message',
  confidence: 0.9,
  first: t0,
  last: t0,
  frame: 1,
  ...more,
})

export const binding = (mac: string, ip: string, at = 0): Sighting =>
  sighting({ mac, ip }, 'binding', ip, { source: 'frames', first: t0 + at, last: t0 + at, frame: at + 1 })

export const arp = (mac: string, ip: string, at = 0): Sighting =>
  sighting({ mac, ip: '' }, 'address', ip, { source: 'arp reply', first: t0 + at, last: t0 + at, frame: at + 1 })

export const activity = (
  client: Party,
  server: Party,
  verb: Activity['verb'],
  more: Partial<Activity> & { every?: number } = {},
): Activity => {
  const { every, ...rest } = more
  return {
    first: t0,
    last: t0,
    client,
    server,
    protocol: 's7comm',
    port: 102,
    verb,
    function: { code: '0', name: verb },
    object: '',
    outcome: 'ok',
    refusal: null,
    detail: null,
    items: [],
    count: every ? 10 : 1,
    bytes: 100,
    interval: every ? { min: every, mean: every, max: every, jitter: 0 } : null,
    latency: null,
    frame: 1,
    ...rest,
  }
}

export const batch = (...told: (Activity | Sighting)[]): Batch => ({
  from: t0,
  to: t0 + 1,
  connections: [],
  activities: told.filter(t => 'verb' in t),
  sightings: told.filter(t => 'attribute' in t),
  notices: [],
})

export function learned(...told: (Activity | Sighting)[]): Inventory {
  const inventory = new Inventory({ vendorOf })
  inventory.learn(batch(...told))
  return inventory
}

export function assetOf(inventory: Inventory, of: Party): Asset {
  const id = inventory.assetIdOf(of)
  const asset = inventory.assets().find(a => a.id === id)
  if (!asset) throw new Error(`no asset for ${of.mac} ${of.ip}`)
  return asset
}

/** `{ controller: 0.9 }` */
export const rolesOf = (inventory: Inventory, of: Party): Record<string, number> =>
  Object.fromEntries(assetOf(inventory, of).roles.map(r => [r.role, r.confidence]))

export const at = (seconds: number): { first: number; last: number } => ({
  first: t0 + seconds * 1e6,
  last: t0 + seconds * 1e6,
})
