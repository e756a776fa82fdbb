// A baseline that was learned once serves many captures.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, inside, plant } from './program.ts'

const START = Date.UTC(2026, 0, 12, 2, 57) * 1000
const rulesIn = (json: string): string[] =>
  (JSON.parse(json).findings as { rule: string; severity: string }[])
    .filter(({ severity }) => severity !== 'low')
    .map(({ rule }) => rule)

test('learned into a file and read back, it says what the captures themselves would', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'normal.pcap'), plant({ seed: 1, start: START - 3600e6, seconds: 900, stories: ['normal'] }))
  writeFileSync(join(cwd, 'today.pcap'), plant({ seed: 2, start: START, seconds: 180, stories: ['stranger-write'] }))
  const learned = await inside(['baseline', 'learn', 'normal.pcap', '--out', 'plant.baseline'], { cwd })
  expect({ code: learned.code, err: learned.err }).toEqual({ code: 0, err: '' })
  const saved = await inside(['analyze', '--baseline', 'plant.baseline', 'today.pcap', '--json', '-'], { cwd })
  const taught = await inside(['analyze', '--learn', 'normal.pcap', 'today.pcap', '--json', '-'], { cwd })
  expect(rulesIn(saved.out)).toContain('write-by-new-client')
  expect(rulesIn(saved.out)).toEqual(rulesIn(taught.out))
})

test('shows what was learned, for people and as JSON', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'normal.pcap'), plant({ seconds: 120, stories: ['normal'] }))
  const shown = (await inside(['baseline', 'show', 'normal.pcap'], { cwd })).out
  expect(shown).toContain('plc-pumping')
  expect(shown.slice(shown.indexOf('Parts of the network'))).toMatch(/10\.20\.0\.0\/24 +10\.20\.0\.0\/24 +modbus/)
  const { devices, segments } = JSON.parse((await inside(['baseline', 'show', 'normal.pcap', '--json'], { cwd })).out)
  expect(devices.length).toBeGreaterThan(5)
  const segment = segments.find(({ name }: { name: string }) => name === '10.20.0.0/24')
  expect(segment.protocols).toContain('modbus')
  expect(segment.devices).toBeGreaterThan(3)
})

test.each([
  [['analyze', '--baseline', 'nowhere', 'x.pcap'], '--baseline nowhere does not exist'],
  [['analyze', '--baseline', 'x.pcap', 'x.pcap'], '--baseline x.pcap is no baseline'],
  [['baseline', 'learn', 'x.pcap'], 'needs --out'],
  [['baseline', 'guess', 'x.pcap'], 'needs show or learn'],
])('%j is refused with a sentence', async (args, sentence) => {
  const cwd = folder()
  writeFileSync(join(cwd, 'x.pcap'), plant({ seconds: 2, stories: [] }))
  const { code, err } = await inside(args, { cwd })
  expect(code).toBe(2)
  expect(err).toContain(sentence)
})
