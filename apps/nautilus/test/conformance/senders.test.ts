// Every MAC address that tshark sees sending is in one asset, or accounted for.
import { readCapture } from '@nautilus/capture'
import { Inventory } from '@nautilus/inventory'
import { Sensor } from '@nautilus/sensor'
import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { fields } from './tshark.ts'

async function inventoryOf(path: string): Promise<Inventory> {
  const inventory = new Inventory({ vendorOf: () => null })
  const sensor = new Sensor({ onBatch: batch => inventory.learn(batch) })
  await readCapture(path, sensor)
  sensor.finish()
  return inventory
}

/** The outermost source; zero on loopback, and an address with the group bit is nobody's. */
async function sendersIn(path: string): Promise<string[]> {
  const rows = await fields(path, 'eth.src', ['eth.src'])
  const macs = new Set(rows.map(([sources = '']) => sources.split(',')[0]!))
  return [...macs].filter(mac => mac !== '00:00:00:00:00:00' && (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0).sort()
}

conformance('every MAC that sends', () => {
  const captures = capturesIn('plant', 'it/lldp', 'it/arp', 'it/dhcp', 'profinet', 'iec104', 'ethercat', 'goose')

  it.each(captures)('%s', async capture => {
    const inventory = await inventoryOf(pathOf(capture))
    const accounts = new Map(inventory.macs().map(account => [account.mac, account]))
    const listed = inventory.assets().flatMap(asset => asset.mac)
    expect(new Set(listed).size).toBe(listed.length)
    const senders = await sendersIn(pathOf(capture))
    expect(senders.filter(mac => !accounts.has(mac))).toEqual([])
    for (const mac of senders) {
      const account = accounts.get(mac)!
      // Beyond the limits, virtual, or in exactly one asset.
      expect(account.as === 'interface' && account.listed).toBe(listed.includes(mac))
      expect(account.asset !== null || account.as === 'unkept').toBe(true)
    }
  })
})
