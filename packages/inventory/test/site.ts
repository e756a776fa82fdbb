// Devices and links told by hand, for ideas that need no inventory.
import type { Asset, Link } from '@nautilus/model'

export const asset = (id: string, more: Partial<Asset> = {}): Asset => {
  const { role = null } = more
  return {
    id,
    formerly: [],
    mac: [],
    ip: [],
    vendor: null,
    model: null,
    orderNumber: null,
    firmware: null,
    serial: null,
    name: null,
    hardware: null,
    os: null,
    domain: null,
    description: null,
    location: null,
    modules: [],
    mode: null,
    software: [],
    services: [],
    certificates: [],
    credentials: [],
    joins: [],
    addressNotes: [],
    role,
    roles: role ? [{ role, confidence: 0.9, reasons: [] }] : [],
    level: null,
    zone: null,
    criticality: null,
    protocols: [],
    first: 0,
    last: 0,
    sources: {},
    ...more,
  }
}

export const link = (
  client: string,
  server: string,
  protocol = 'modbus',
  verbs: Link['verbs'] = { read: 1 },
): Link => ({
  client,
  server,
  protocol,
  port: 1,
  verbs,
  first: 0,
  last: 1,
})

export const told = (value: string, source = 'lldp') => ({
  value,
  source,
  confidence: 0.9,
  first: 0,
  last: 1,
  frame: 1,
})
