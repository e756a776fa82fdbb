// A sensor on a machine of its own, from its enrolment to the finding: real commands, a real bus that goes and comes back.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newBusKeys, sensorCredentials, signAs } from '@nautilus/nats'
import { encodePcap, plantFrames } from '@nautilus/simulator'
import { addEnrolment, asTenant, ensureSite, ensureTenant, putSensorSettings, revokeSensor } from '@nautilus/store'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { KeptSettings } from '../../src/sensor/keep-settings.ts'
import { signedText, standardSettings } from '../../src/sensor/settings.ts'
import { type Installation, newInstallation, type Process } from '../platform/installation.ts'

const tenant = 'main'
const site = 'far-away'
const TOKEN = 'ne_a-token-of-the-test-that-works-once'

let all: Installation
let platform: Process
let url = ''
let captures = ''

const inTenant = <T>(use: Parameters<typeof asTenant<T>>[2]) => asTenant(all.stores.state.db, tenant, use)
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 90_000, interval: 100 })
const sum = (text: string) => createHash('sha256').update(text).digest('hex')

beforeAll(async () => {
  all = await newInstallation()
  const { db } = all.stores.state
  await ensureTenant(db, tenant, 'Test')
  await inTenant(async scoped => {
    await ensureSite(scoped, tenant, { id: site, name: site })
    const expires = new Date(Date.now() + 3_600_000)
    await addEnrolment(scoped, { tenant, site, tokenHash: sum(TOKEN), name: 'Hall 3', by: 'test', expires })
  })
  captures = join(all.folder, 'captures')
  mkdirSync(captures)
  platform = all.run(['up', '--data', join(all.folder, 'platform'), '--port', '0', '--empty'])
  await platform.said('http')
  url = /http:\/\/localhost:\d+/.exec(platform.words())![0]
}, 120_000)
afterAll(() => all.end(), 60_000)

function put(name: string, seed: number): void {
  const frames = plantFrames({ seed, start: 1_767_225_600e6, seconds: 60, stories: [] })
  const file = join(captures, name)
  writeFileSync(file, Buffer.concat(Array.from(encodePcap(frames), piece => Buffer.from(piece))))
  // It does not grow any more.
  utimesSync(file, new Date(Date.now() - 10_000), new Date(Date.now() - 10_000))
}

const positions = () =>
  inTenant(scoped => scoped.selectFrom('positions').selectAll().where('site', '=', site).execute())
const data = () => join(all.folder, 'sensor')

function sensor(): Process {
  const file = join(all.folder, 'sensor.yaml')
  writeFileSync(file, `data: ${data()}\nfolder: ${captures}\n`)
  return all.run(['sensor', 'run', '--config', file])
}

test('comes in by a token that works once, reads, and is read', async () => {
  const refused = all.run(['sensor', 'run', '--config', join(all.folder, 'nowhere.yaml')])
  expect(await refused.ended).toBe(2)
  const enrol = () => all.run(['sensor', 'enrol', '--url', url, '--token', TOKEN, '--data', data()])
  const first = enrol()
  expect([await first.ended, first.words()]).toEqual([0, expect.stringContaining('of site far-away (main)')])
  const again = all.run(['sensor', 'enrol', '--url', url, '--token', TOKEN, '--data', `${data()}-2`])
  expect([await again.ended, again.words()]).toEqual([2, expect.stringContaining('This token was used')])

  put('one.pcap', 1)
  const running = sensor()
  await soon(async () => expect(await positions()).toHaveLength(1))
  const read = () => readFileSync(join(data(), 'read.json'), 'utf8')
  await soon(() => expect(JSON.parse(read())).toHaveLength(1))
  const assets = await soon(async () => {
    const rows = await inTenant(scoped => scoped.selectFrom('assets').select('id').where('site', '=', site).execute())
    expect(rows.length).toBeGreaterThan(3)
    return rows
  })
  expect(assets.length).toBeGreaterThan(3)

  // The bus is away: what is read waits, over a restart of the sensor too.
  await all.server.kill()
  put('two.pcap', 2)
  await soon(() => expect(JSON.parse(read())).toHaveLength(2))
  await running.said('Batches wait in the spool')
  running.child.kill('SIGKILL')
  await running.ended
  const next = sensor()
  await next.said('Batches wait in the spool')
  expect(await positions()).toHaveLength(1)
  await all.server.again()
  await soon(async () => expect(await positions()).toHaveLength(2))
  await soon(async () => {
    const row = await inTenant(scoped =>
      scoped.selectFrom('sensors').selectAll().where('kind', '=', 'remote').executeTakeFirstOrThrow(),
    )
    expect(row.health).toMatchObject({ packets: expect.any(Number), storage: expect.any(Number), problems: [] })
  })

  // It is told what to do, and does it.
  const { tenant: t, site: s, sensor: id } = JSON.parse(readFileSync(join(data(), 'sensor.json'), 'utf8'))
  const name = { tenant: t, site: s, sensor: id }
  await inTenant(scoped =>
    putSensorSettings(scoped, { ...name, by: 'test' }, version => {
      const body = JSON.stringify({ ...standardSettings, switchedOff: ['modbus'] })
      return { body, signature: signAs(all.keys, signedText(name, version, body)) }
    }),
  )
  await next.stop()
  const third = sensor()
  await soon(() => expect(readFileSync(join(data(), 'settings.json'), 'utf8')).toContain('modbus'))
  put('three.pcap', 3)
  await soon(async () => expect(await positions()).toHaveLength(3))
  await soon(() => expect(JSON.parse(read())).toHaveLength(3))

  // People take it away.
  await inTenant(scoped => revokeSensor(scoped, site, id))
  await third.stop()
}, 400_000)

describe('settings', () => {
  const name = { tenant, site, sensor: 's-1' }
  const keys = newBusKeys()
  const signed = (version: number, settings: object, by = keys, of = name) => {
    const body = JSON.stringify(settings)
    return JSON.stringify({ version, body, signature: signAs(by, signedText(of, version, body)) })
  }

  test('are taken where the platform signed them for this sensor, and never an older version', async () => {
    const folder = join(all.folder, 'settings')
    mkdirSync(folder)
    const { issuerOf } = await import('@nautilus/nats')
    const issuer = issuerOf((await sensorCredentials(keys, name)).text)
    const kept = new KeptSettings(folder, name, issuer)
    expect(kept.offer('null')).toBe(false)
    expect(kept.offer(signed(2, { ...standardSettings, ignoreVlans: [7] }))).toBe(true)
    expect(kept.offer(signed(2, { ...standardSettings, ignoreVlans: [7] }))).toBe(false)
    expect(kept.offer(signed(1, standardSettings))).toMatch('older than version 2')
    expect(kept.offer(signed(3, standardSettings, newBusKeys()))).toMatch('not signed by the platform')
    expect(kept.offer(signed(3, standardSettings, keys, { ...name, sensor: 's-2' }))).toMatch('not signed')
    expect(kept.offer(signed(3, { ...standardSettings, ignoreVlans: ['x'] }))).toMatch('list of numbers of VLANs')
    expect(kept.offer('{')).toMatch('not JSON')
    expect(kept.settings.ignoreVlans).toEqual([7])
    // Over a restart too.
    const later = new KeptSettings(folder, name, issuer)
    expect([later.version, later.settings.ignoreVlans]).toEqual([2, [7]])
    expect(later.offer(signed(1, standardSettings))).toMatch('older than version 2')
  })
})
