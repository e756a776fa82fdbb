// Real traffic, end to end: real stacks in machines of their own on a switch, a sensor on its mirror port, the hub elsewhere.
// Everything is set up as the documents say, and read as people and programs read it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CaptureReader } from '@nautilus/capture'
import { Sensor } from '@nautilus/sensor'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { browserPath } from '../browser/running.ts'
import { Console } from './console.ts'
import { Hub } from './hub.ts'
import { enrol, listen, overhear, silence } from './listener.ts'
import { begin, CONTROLLER, laptop, machines, protocols } from './machines.ts'
import { command, done, type Program, start } from './programs.ts'
import { MIRROR, Plant, run, SPAN, whyNoPlant } from './spaces.ts'

const why = whyNoPlant()
/** Frames of normal operation that are learned: ten rounds of every stack and more. */
const LESSON = 1500
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 90_000, interval: 100 })

type Asset = { readonly id: string; readonly ip: string[]; readonly mac: string[]; readonly first: number }
type Finding = Record<'id' | 'rule' | 'severity' | 'source' | 'target', string>
const isGrave = (severity: string) => severity !== 'low' && severity !== 'recorded'

describe.skipIf(why !== null)(`a plant of real stacks${why ? ` (left out: ${why})` : ''}`, () => {
  const programs: Program[] = []
  /** By MAC address, ms from the first frame of a device until it is in the inventory. */
  const delays = new Map<string, number>()
  let plant: Plant
  let hub: Hub
  let listening: Program
  let eavesdropper: Program
  let settings = ''
  let sentBefore = 0

  const assets = async (): Promise<Asset[]> => (await hub.get(`${hub.site}/assets?limit=100`)).items
  const assetOf = async (mac: string) => (await assets()).find(asset => asset.mac.includes(mac))
  const findings = async (): Promise<Finding[]> => (await hub.get(`${hub.site}/findings?limit=100`)).items
  const sensor = async () => (await hub.get(`${hub.site}/sensors`)).items[0]
  const heard = (file: string) => run('tcpdump', '-n', '-r', file).trim()

  beforeAll(async () => {
    plant = new Plant()
    hub = await Hub.start(plant.hub, plant.folder)
    // The test can fail: as it comes out of the box the interface speaks by itself, and the other end hears it.
    await soon(() => expect(plant.switch.counter(MIRROR, 'rx_packets')).toBeGreaterThan(0))
    expect(await silence(plant)).toContain(`${SPAN} is silent and ready.`)
    sentBefore = plant.sensor.counter(SPAN, 'tx_packets')
    eavesdropper = await overhear(plant, MIRROR, join(plant.folder, 'sent.pcap'))
    const { token } = await hub.post(`${hub.site}/enrolments`, { name: 'Hall 1' })
    expect(await enrol(plant, token)).toContain('of site site-1 (main)')
    settings = `${hub.site}/sensors/${(await sensor()).id}/settings`
    await learn((Date.now() + 3_600_000) * 1000)
    listening = await listen(plant)
    const watching = watch()
    programs.push(...(await begin(plant)))
    await watching
  }, 300_000)

  afterAll(async () => {
    for (const program of [...programs, listening, eavesdropper]) await program?.stop()
    await hub?.stop()
    plant?.remove()
  }, 180_000)

  /** Until then, µs; everything else that the sensor is told stays. */
  async function learn(learnUntil: number | null): Promise<void> {
    await hub.put(settings, { ...(await hub.get(settings)).settings, learnUntil })
  }

  /** Notes when each machine comes into the inventory. */
  async function watch(): Promise<void> {
    await soon(async () => {
      for (const { mac, first } of await assets())
        for (const one of mac) if (!delays.has(one)) delays.set(one, Date.now() - first / 1000)
      expect([...delays.keys()]).toEqual(expect.arrayContaining(machines.map(({ mac }) => mac)))
    })
  }

  test('every device is there by its addresses within seconds, each once', async ({ annotate }) => {
    // A machine that starts speaks IPv6 before it says anything else.
    await soon(async () => {
      const all = await assets()
      for (const { mac, ip } of machines) {
        const found = all.filter(asset => asset.mac.includes(mac) || asset.ip.includes(ip))
        expect(found).toHaveLength(1)
        expect(found[0]).toMatchObject({ mac: [mac], ip: expect.arrayContaining([ip]) })
      }
    })
    const took = [...delays.values()].sort((a, b) => a - b)
    expect(took.at(-1)).toBeLessThan(20_000)
    await annotate(`first frame to inventory: ${took.map(Math.round).join(', ')} ms`)
  })

  test('normal is learned for a while, and what the sensor still holds belongs to it', async () => {
    await soon(async () => expect((await sensor()).health.packets).toBeGreaterThan(LESSON))
    await learn(null)
    await soon(() => expect(listening.words()).toContain('Version 2 of the settings is in force'))
  })

  test.each(machines)('$name ($ip) is known for what it is', async ({ mac, role, speaks, says }) => {
    await soon(async () => {
      const { asset } = await hub.get(`${hub.site}/assets/${(await assetOf(mac))!.id}`)
      expect(asset).toMatchObject({ role, ...says })
      expect(asset.protocols).toEqual(expect.arrayContaining([...speaks]))
      // Nobody serves what it asks others for.
      for (const spoken of speaks) {
        const [protocol, side] = spoken.split(' ')
        expect(asset.protocols).not.toContain(`${protocol} ${side === 'client' ? 'server' : 'client'}`)
      }
    })
  })

  test('every protocol is in the activity, between the right two', async () => {
    const now = Date.now() * 1000
    const asked = { from: now - 3600e6, to: now + 60e6, terms: [], groupBy: 'protocol', limit: 1000 }
    await soon(async () => {
      const { groups } = await hub.post(`${hub.site}/hunt`, asked)
      expect(groups.map(({ value }: { value: string }) => value)).toEqual(expect.arrayContaining(protocols))
    })
    const { rows } = await hub.post(`${hub.site}/hunt`, {
      ...asked,
      terms: [{ field: 'verb', op: 'is', value: 'write' }],
    })
    const wrote = rows.map(
      ({ client_ip, server_ip, protocol }: Record<string, string>) => `${client_ip} ${protocol} ${server_ip}`,
    )
    expect([...new Set(wrote)].sort()).toEqual([
      '10.20.0.21 modbus 10.20.0.11',
      '10.20.0.23 enip 10.20.0.13',
      '10.20.0.24 bacnet 10.20.0.14',
    ])
  })

  test('nothing of normal operation is graver than low', async () => {
    expect((await findings()).filter(({ severity }) => isGrave(severity))).toEqual([])
  })

  test('the sensor says that it hears everything and loses nothing', async () => {
    const { health, ...about } = await sensor()
    expect(about).toMatchObject({ name: 'Hall 1', kind: 'remote', revoked_at: null })
    const { dropped, problems, malformed, unrecognised, hearing } = health
    expect({ dropped, problems, malformed, unrecognised }).toEqual({
      dropped: 0,
      problems: [],
      malformed: 0,
      unrecognised: 0,
    })
    expect(hearing).toMatchObject({ by: 'ring', interfaces: [{ name: SPAN, state: 'up', dropped: 0, frozen: 0 }] })
    expect(hearing.interfaces[0].packets).toBeGreaterThan(100)
  })

  describe('an unknown laptop scans the controller, reads it through and writes', () => {
    let finding: Finding
    let wrote = 0

    test('is a finding against the right two within seconds', async ({ annotate }) => {
      const space = plant.plug(laptop.name, laptop.mac, laptop.ip)
      const said = await done(start(space, [command.node, command.laptop, CONTROLLER]))
      wrote = JSON.parse(said).wrote
      finding = await soon(async () => {
        const found = (await findings()).find(({ rule }) => rule === 'write-by-new-client')
        expect(found).toBeDefined()
        return found!
      })
      const took = Date.now() - wrote
      await annotate(`frame that writes to finding: ${took} ms`)
      expect(took).toBeLessThan(20_000)
      // The inventory is described now and then; a finding does not wait for it.
      const [source, target] = await soon(async () => {
        const both = [await assetOf(laptop.mac), await assetOf(machines[0]!.mac)]
        expect(both).not.toContain(undefined)
        return both
      })
      expect(finding).toMatchObject({ severity: 'high', source: source!.id, target: target!.id, protocol: 'modbus' })
      const { finding: told } = await hub.get(`${hub.site}/findings/${finding.id}`)
      expect(told.evidence.frames.length).toBeGreaterThan(0)
      expect(told.techniques).toContain('T0855')
    })

    test('an incident has it', async () => {
      const incident = await soon(async () => {
        const { incident } = await hub.get(`${hub.site}/findings/${finding.id}`)
        expect(incident).not.toBeNull()
        return incident
      })
      const { incident: room } = await hub.get(`${hub.site}/incidents/${incident}`)
      expect(room).toMatchObject({ id: incident, state: 'detected' })
    })

    test('its packets hold the write, where its sensor says that it keeps any', async () => {
      const path = `${hub.site}/findings/${finding.id}/evidence.pcap`
      if ((await sensor()).health.ring === undefined) {
        const { status, body } = await hub.call('GET', path)
        expect([status, body.toString()]).toEqual([404, expect.stringContaining('no packet of this finding')])
        return
      }
      const file = join(plant.folder, 'finding.pcap')
      await soon(async () => {
        const { status, body } = await hub.call('GET', path)
        expect(status).toBe(200)
        writeFileSync(file, body)
      })
      const deeds: string[] = []
      const reader = new Sensor({
        onBatch: ({ activities }) =>
          deeds.push(
            ...activities.map(({ client, server, verb, object }) => `${client.ip} ${verb} ${server.ip} ${object}`),
          ),
      })
      new CaptureReader(reader).push(readFileSync(file))
      reader.finish()
      expect(deeds.some(deed => deed.startsWith(`${laptop.ip} write ${CONTROLLER} 1/holding-registers/0-5`))).toBe(true)
    })
  })

  test.skipIf(!browserPath)('the console shows devices, finding and incident', async () => {
    const console = await Console.open(plant.hub, plant.folder)
    const { page } = console
    try {
      await console.go('assets')
      await page.getByText(`${machines.length + 1} in all`).waitFor()
      for (const name of ['AHU-3', laptop.ip, CONTROLLER])
        await page
          .getByRole('link', { name: new RegExp(name) })
          .first()
          .waitFor()
      await console.look('assets')
      await console.go('findings')
      const title = 'A client wrote to a controller that it had never written to'
      await page.getByText(title).first().waitFor()
      await console.look('findings')
      await console.go('incidents')
      await page
        .getByRole('link', { name: /wrote to a controller|looked around now/ })
        .first()
        .click()
      await page.waitForURL('**/incidents/i-*')
      await page.getByText(laptop.ip).first().waitFor()
      await console.look('incident')
      await console.go('sensors')
      await page.getByText('Hall 1').first().waitFor()
      await console.look('sensors')
      await console.go('map')
      await page.getByRole('img', { name: /Map of \d+ devices/ }).waitFor()
      await console.look('map')
      expect(console.troubles).toEqual([])
    } catch (error) {
      await console.keep('trouble')
      throw error
    } finally {
      await console.close()
    }
  })

  test('the scan and the story of both are told too, however late quiet rows come', async () => {
    await soon(async () => {
      const rules = (await findings()).map(({ rule, severity }) => `${severity} ${rule}`)
      expect(rules).toEqual(expect.arrayContaining(['medium port-scan', 'critical recon-then-change']))
    })
  })

  test('of everybody else nothing is graver than low, and no talk is new', async () => {
    const own = (await assetOf(laptop.mac))!.id
    const others = (await findings()).filter(({ source, target }) => source !== own && target !== own)
    expect(others.filter(({ severity, rule }) => isGrave(severity) || rule === 'new-link')).toEqual([])
  })

  test('nothing that the sensor told was refused, or had to wait', () => {
    expect(hub.words()).not.toMatch(/not stored|set aside|cannot be had/)
    expect(listening.words()).not.toMatch(/Batches wait|could not be sent/)
  })

  test('meanwhile not one frame left by the mirror', async () => {
    expect(plant.sensor.counter(SPAN, 'tx_packets')).toBe(sentBefore)
    expect(plant.sensor.counter(SPAN, 'rx_packets')).toBeGreaterThan(1000)
    await eavesdropper.stop()
    expect(heard(join(plant.folder, 'sent.pcap'))).not.toMatch(/^\d/m)
  })
})
