// Real protocol stacks talk to each other; the sensor understands all of it.
import { readCapture } from '@nautilus/capture'
import type { Activity, Sighting } from '@nautilus/model'
import { Sensor } from '@nautilus/sensor'
import { describe, expect, it } from 'vitest'
import { canRecord, record } from './record.ts'

const able = canRecord()
const demanded = Boolean(process.env.CI)

type Heard = { sensor: Sensor; activities: Activity[]; sightings: Sighting[] }

async function hear(script: string): Promise<Heard> {
  const { path, remove } = await record(script)
  const activities: Activity[] = []
  const sightings: Sighting[] = []
  const sensor = new Sensor({
    onBatch: batch => {
      activities.push(...batch.activities)
      sightings.push(...batch.sightings)
    },
  })
  const reading = await readCapture(path, sensor)
  sensor.finish()
  remove()
  expect(reading).toMatchObject({ ok: true, damage: null })
  return { sensor, activities, sightings }
}

/** Requests, replies and errors by function. */
function functionsOf({ sensor }: Heard, protocol: string): Record<string, string> {
  const found = sensor.statistics.protocols.get(protocol)?.functions ?? new Map()
  return Object.fromEntries(
    [...found].map(([code, { requests, replies, errors }]) => [code, `${requests}/${replies}/${errors}`]),
  )
}

const claims = ({ sightings }: Heard): string[] => [
  ...new Set(sightings.map(({ attribute, value }) => `${attribute} ${value}`)),
]

/** Nothing malformed, no fault, and nothing left over that nobody recognised. */
function expectUnderstood({ sensor }: Heard, ...protocols: string[]): void {
  for (const name of protocols) {
    const { malformed, faults, messages } = sensor.statistics.protocols.get(name) ?? {}
    expect({ name, malformed, faults: [...(faults ?? [])] }).toEqual({ name, malformed: 0, faults: [] })
    expect(messages).toBeGreaterThan(0)
  }
  // The mark at the end goes to port 9.
  expect(sensor.unrecognised.names.filter(name => name !== 'udp/9')).toEqual([])
}

const noSecret = (heard: Heard): void =>
  expect(JSON.stringify([heard.activities, heard.sightings])).not.toContain('never shown')

if (!able) {
  describe('real peers', () => {
    it.runIf(demanded)('need root, ip and tcpdump', () => expect.fail('no network namespace can be made here'))
    it.skipIf(true)('need root, ip and tcpdump')
  })
}

describe.runIf(able)('real peers', () => {
  it('modbus-serial', async () => {
    const heard = await hear('modbus')
    expectUnderstood(heard, 'modbus')
    expect(functionsOf(heard, 'modbus')).toEqual({
      1: '5/5/0',
      2: '5/5/0',
      3: '5/5/0',
      4: '5/5/0',
      5: '5/5/0',
      6: '5/5/0',
      15: '5/5/0',
      16: '5/5/0',
      43: '1/1/0',
    })
    expect(claims(heard)).toEqual(expect.arrayContaining(['vendor Peer Works', 'model PW-1', 'firmware V1.2']))
    const read = heard.activities.find(a => a.function.code === '3')
    expect(read?.items[0]?.last).toEqual([30, 33, 36, 39, 42].map((v, i) => (i === 2 ? expect.any(Number) : v)))
  })

  it('st-ethernet-ip', async () => {
    const heard = await hear('enip')
    expectUnderstood(heard, 'enip')
    // Connected, then unconnected: what the second half asks is wrapped for the backplane.
    expect(functionsOf(heard, 'enip')).toEqual({
      'register-session': '2/2/0',
      '0x01': '2/2/0',
      '0x0a': '8/8/0',
      '0x0e': '2/2/0',
      '0x10': '2/2/0',
      '0x4c': '26/26/2',
      '0x4d': '8/8/0',
      '0x4e': '1/1/0',
      '0x52': '17/0/0',
      '0x54': '1/1/0',
      '0x55': '2/2/0',
    })
    expect(claims(heard)).toEqual(
      expect.arrayContaining([
        'model 1756-L83E/',
        'firmware 33.011',
        'serial 0x00c0ffee',
        'session ODVA vendor 13107 0x00001337',
      ]),
    )
    const written = heard.activities.filter(a => a.verb === 'write').flatMap(a => a.items.map(i => [i.object, i.last]))
    expect(written.slice(0, 4)).toEqual([60, 61, 62, 63].map(value => ['SetPoint', [value]]))
    const clock = heard.activities.find(a => a.verb === 'clock')
    expect(clock?.items[0]).toMatchObject({ type: 'i32le', last: [2026, 1, 12, 3, 4, 5, expect.any(Number)] })
  })

  it('aedes and mqtt.js', async () => {
    const heard = await hear('mqtt')
    expectUnderstood(heard, 'mqtt')
    noSecret(heard)
    const verbs = new Set(heard.activities.filter(a => a.protocol === 'mqtt').map(a => a.verb))
    expect([...verbs]).toEqual(expect.arrayContaining(['connect', 'subscribe', 'report']))
    const { connect, publish, subscribe } = Object.fromEntries(
      [...heard.sensor.statistics.protocols.get('mqtt')!.functions.values()].map(f => [f.name, f]),
    )
    expect(connect).toMatchObject({ requests: 2, replies: 2, errors: 0 })
    expect(subscribe).toMatchObject({ requests: 2, replies: 2, errors: 0 })
    // Of each three, one is without an answer; the broker passes each on.
    expect(publish!.requests + publish!.replies).toBeGreaterThanOrEqual(12)
    expect(claims(heard)).toEqual(expect.arrayContaining(['user line1']))
    expect(claims(heard).some(claim => claim.startsWith('credential') && claim.includes('line1'))).toBe(true)
  })

  it('@bacnet-js/client', async () => {
    const heard = await hear('bacnet')
    expectUnderstood(heard, 'bacnet')
    noSecret(heard)
    expect(functionsOf(heard, 'bacnet')).toEqual({
      'unconfirmed:8': '0/1/0',
      'unconfirmed:0': '0/1/0',
      'confirmed:12': '6/6/1',
      'confirmed:14': '1/1/0',
      'confirmed:15': '1/1/0',
      'confirmed:5': '1/1/0',
      'confirmed:17': '1/1/0',
      'confirmed:20': '1/1/0',
      'unconfirmed:6': '0/1/0',
    })
    // Both ends use one port: who asked is the client all the same.
    const written = heard.activities.find(a => a.function.code === 'confirmed:15')
    expect(written).toMatchObject({ verb: 'write', object: 'analog-output,1/present-value', outcome: 'ok' })
    expect(written).toMatchObject({ client: { ip: '127.0.0.3' }, server: { ip: '127.0.0.2' }, detail: { priority: 8 } })
    expect(written?.items[0]?.last).toEqual([44])
    expect(claims(heard)).toContain('session BACnet device,4711')
  })

  it("Node's web server, in clear and behind TLS 1.2 and 1.3", async () => {
    const heard = await hear('web')
    expectUnderstood(heard, 'http', 'tls')
    noSecret(heard)
    expect(functionsOf(heard, 'http')).toMatchObject({ GET: '4/4/1', HEAD: '1/1/0', POST: '1/1/0' })
    const said = claims(heard)
    expect(said).toEqual(expect.arrayContaining(['software PeerWeb/1.2', 'software peer/3.1', 'user operator']))
    expect(said.some(claim => claim.startsWith('certificate') && claim.includes('hmi.plant.example'))).toBe(true)
    expect(said.some(claim => claim.startsWith('fingerprint'))).toBe(true)
    // A query may hold a secret: it is not kept.
    expect(JSON.stringify(heard.activities)).not.toContain('token=1')
  })

  it('ssh2', async () => {
    const heard = await hear('ssh')
    expectUnderstood(heard, 'ssh')
    noSecret(heard)
    expect(functionsOf(heard, 'ssh')).toMatchObject({ banner: '0/2/0', 20: '0/2/0', 21: '0/2/0' })
    expect(claims(heard).some(claim => claim.startsWith('software') && claim.includes('peer_2.1'))).toBe(true)
    expect(claims(heard).filter(claim => claim.startsWith('fingerprint'))).toHaveLength(2)
  })

  it('net-snmp, versions 1, 2c and 3', async () => {
    const heard = await hear('snmp')
    expectUnderstood(heard, 'snmp')
    noSecret(heard)
    expect(functionsOf(heard, 'snmp')).toMatchObject({ 1: '2/2/0', 3: '2/2/2', 5: '1/1/0', encrypted: '1/1/0' })
    const said = claims(heard)
    expect(said).toEqual(expect.arrayContaining(['name switch-peer', 'location hall 2', 'user watcher']))
    expect(said.some(claim => claim.startsWith('credential'))).toBe(true)
    expect(said.join()).not.toContain('credential plant')
  })

  it('node-opcua, without security, signed, and signed and encrypted', async () => {
    const heard = await hear('opcua')
    expectUnderstood(heard, 'opcua')
    noSecret(heard)
    const functions = functionsOf(heard, 'opcua')
    expect(Object.keys(functions)).toEqual(
      expect.arrayContaining(['428', '446', '461', '467', '631', '673', '712', '527']),
    )
    // What is encrypted is told to be, and nothing is guessed of it.
    expect(functions.encrypted).toBeDefined()
    const verbs = new Set(heard.activities.filter(a => a.protocol === 'opcua').map(a => a.verb))
    expect([...verbs]).toEqual(expect.arrayContaining(['read', 'write', 'call', 'subscribe', 'report']))
    expect(claims(heard).some(claim => claim.startsWith('certificate'))).toBe(true)
  })
})
