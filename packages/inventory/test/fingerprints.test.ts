// The laws of fingerprint files, and what they add to an asset.
import { attributes, roles } from '@nautilus/model'
import { describe, expect, test } from 'vitest'
import { fingerprints } from '../src/fingerprints/index.ts'
import { vendorNamed } from '../src/fingerprints/vendors.ts'
import { assetOf, learned, plc, sighting } from './plant.ts'

describe.each(fingerprints.map(file => [file.title, file] as const))('%s', (_, file) => {
  test('says where its facts are from, and reads claims that exist', () => {
    expect(file.basis.length).toBeGreaterThan(20)
    expect(file.attributes.length).toBeGreaterThan(0)
    for (const attribute of file.attributes) expect(attributes).toContain(attribute)
  })

  test.each(file.prints.map(print => [print.example, print] as const))('%s', (example, print) => {
    expect(file.prints.find(({ pattern }) => pattern.test(example))).toBe(print)
    expect(print.confidence).toBeGreaterThan(0)
    expect(print.confidence).toBeLessThan(1)
    expect(print.says).not.toBe('')
    if (print.role) expect(roles).toContain(print.role)
    expect(print.pattern.flags).not.toMatch(/[gy]/)
  })

  test('is quick on whatever a network sends', () => {
    const hostile = ['a'.repeat(256), '- '.repeat(128), '1.'.repeat(128), `Cisco IOS ${'x'.repeat(240)}`]
    for (const { pattern } of file.prints) for (const text of hostile) pattern.test(text)
  })
})

test('what a fingerprint tells is a claim with the frame of the claim that it reads', () => {
  const told = sighting(plc, 'software', 'OpenSSH_7.2p2 Ubuntu-4ubuntu2.8', { source: 'ssh banner', frame: 77 })
  const asset = assetOf(learned(told), plc)
  expect(asset.os).toBe('Ubuntu Linux')
  expect(asset.sources.os).toMatchObject([{ source: 'ssh banner, banners', confidence: 0.72, frame: 77 }])
})

test('versions of Windows are shown by their release; the source keeps what was sent', () => {
  const asset = assetOf(learned(sighting(plc, 'os', 'Windows 5.1.2600')), plc)
  expect(asset.os).toBe('Windows XP')
  expect(asset.sources.os).toMatchObject([{ value: 'Windows 5.1.2600' }])
})

test.each([
  ['Siemens AG,', 'Siemens'],
  ['Siemens Numerical Control Ltd., Nanjing', 'Siemens'],
  ['Rockwell Automation/Allen-Bradley', 'Rockwell Automation'],
  ['Telemecanique Electrique', 'Schneider Electric'],
  ['Festo AG & Co. KG', 'Festo'],
  ['VMware, Inc.', 'VMware'],
  ['ADVANTECH CO., LTD.', 'ADVANTECH'],
  ['Tekron International Ltd', 'Tekron'],
  ['Inc.', 'Inc'],
])('%s is called %s', (text, name) => {
  expect(vendorNamed(text)).toBe(name)
})

test('the word of the device beats its network card, whatever the card is', () => {
  const card = sighting(plc, 'vendor', 'Intel Corporate', { source: 'oui', confidence: 0.6 })
  const weak = sighting(plc, 'vendor', 'Siemens', { source: 's7comm set up communication', confidence: 0.5 })
  expect(assetOf(learned(card, weak), plc).vendor).toBe('Siemens')
  expect(assetOf(learned(card), plc).vendor).toBe('Intel Corporate')
})
