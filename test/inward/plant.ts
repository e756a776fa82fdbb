// Devices for tests of what other systems know, as the inventory stores them.
import type { Database } from '@nautilus/store'

export type TestAsset = {
  readonly id: string
  readonly name: string | null
  readonly ip: readonly string[]
  readonly mac: readonly string[]
  readonly serial: string | null
  readonly zone: string | null
  readonly more?: object
}

const said = (value: string | null) =>
  value === null ? [] : [{ value, source: 's7comm', confidence: 1, first: 0, last: 0, frame: 1 }]

export async function addAsset(db: Database, { id, name, ip, mac, serial, zone, more = {} }: TestAsset): Promise<void> {
  const data = {
    ...{ id, name, ip, mac, serial, zone, formerly: [], modules: [], software: [], services: [], roles: [] },
    ...{ orderNumber: null, vendor: null, model: null, firmware: null, criticality: null, protocols: [], level: null },
    ...{ certificates: [], credentials: [], joins: [], addressNotes: [], first: 0, last: 0, role: null, mode: null },
    sources: { serial: said(serial), name: said(name) },
    ...more,
  }
  const { vendor, model, firmware } = data as { vendor: string | null; model: string | null; firmware: string | null }
  await db
    .insertInto('assets')
    .values({
      ...{ tenant: 'a', site: 's', id, name, ip: [...ip], mac: [...mac], vendor, model, firmware, role: null },
      ...{ confidence: null, level: null, zone, criticality: null, protocols: [], first: 0, last: 0 },
      data: JSON.stringify(data),
    })
    .execute()
}

export const addLink = (db: Database, link: { client: string; server: string; protocol: string; port: number }) =>
  db
    .insertInto('links')
    .values({
      ...{ tenant: 'a', site: 's', id: JSON.stringify(link), ...link, first: 0, last: 1_000_000 },
      data: JSON.stringify({ ...link, verbs: {}, first: 0, last: 1_000_000 }),
    })
    .execute()
