import { expect, test } from 'vitest'
import { activity, assetOf, at, hmi, learned, plc, sighting } from './plant.ts'

test('the mode is the last one told, with its time; the key switch stands beside it', () => {
  const asset = assetOf(
    learned(
      sighting(plc, 'mode', 'RUN', at(1)),
      sighting(plc, 'mode', 'key switch RUN-P', at(1)),
      sighting(plc, 'mode', 'STOP', { ...at(30), confidence: 0.5 }),
    ),
    plc,
  )
  expect(asset.mode).toEqual({ value: 'STOP', keySwitch: 'RUN-P', at: at(30).last })
  expect(assetOf(learned(sighting(plc, 'name', 'x')), plc).mode).toBeNull()
})

test('modules stand in the order of their slots', () => {
  const modules = ['slot 10 DI', 'slot 2 AI', 'slot 1 CPU'].map(text => sighting(plc, 'module', text))
  expect(assetOf(learned(...modules), plc).modules).toEqual(['slot 1 CPU', 'slot 2 AI', 'slot 10 DI'])
})

test('services are what was answered or announced, not what was asked in vain', () => {
  const asset = assetOf(
    learned(
      activity(hmi, plc, 'read'),
      activity(hmi, plc, 'read', { protocol: 'http', port: 80, outcome: 'unseen' }),
      sighting(plc, 'service', 'ipp/631', { source: 'mdns answer' }),
    ),
    plc,
  )
  expect(asset.services).toEqual(['ipp/631', 's7comm/102'])
})

test('a certificate is told in its parts', () => {
  const text = 'CN=plc1, O=Acme; issued by CN=Plant CA; until 2031-01-01'
  expect(assetOf(learned(sighting(plc, 'certificate', text)), plc).certificates).toMatchObject([
    { subject: 'CN=plc1, O=Acme', issuer: 'CN=Plant CA', until: '2031-01-01' },
  ])
  expect(assetOf(learned(sighting(plc, 'certificate', 'odd')), plc).certificates).toMatchObject([
    { subject: 'odd', issuer: '', until: '' },
  ])
})

test('a credential is told by protocol and account, with the frame that carried it', () => {
  const told = sighting(hmi, 'credential', 'ftp operator', { source: 'ftp connection', frame: 9, ...at(3) })
  expect(assetOf(learned(told), hmi).credentials).toEqual([
    { protocol: 'ftp', what: 'ftp operator', frame: 9, ...at(3) },
  ])
})

test('what is single stands for itself', () => {
  const asset = assetOf(
    learned(
      sighting(plc, 'hardware', '3'),
      sighting(plc, 'domain', 'plant.local'),
      sighting(plc, 'description', 'filler of line 2'),
      sighting(plc, 'location', 'hall 3'),
      sighting(plc, 'software', 'TwinCAT 3.1'),
    ),
    plc,
  )
  expect(asset).toMatchObject({
    hardware: '3',
    domain: 'plant.local',
    description: 'filler of line 2',
    location: 'hall 3',
    software: ['TwinCAT 3.1'],
  })
})
