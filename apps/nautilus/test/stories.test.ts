// Twelve attacks are found, six things that only look like one are not alarms, and a quiet plant stays quiet: after
// learning from a normal hour of the simulated plant, and told another one by another seed.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCapture } from '@nautilus/capture'
import { loadRules } from '@nautilus/detection'
import type { Finding } from '@nautilus/model'
import { attacks, lookAlikes, type Story } from '@nautilus/simulator'
import { describe, expect, test } from 'vitest'
import { Analysis } from '../src/analysis.ts'
import { loadSite } from '../src/site/load.ts'
import { folder, plant } from './program.ts'

const START = Date.UTC(2026, 0, 12, 2, 57) * 1000
const HOUR = 3600e6
/** What goes on every day. */
const daily: readonly Story[] = ['normal', 'tablet', 'time']

const site = `site: Water works
assets:
  Engineering station: { address: 10.20.0.11 }
  Filter controller: { address: 10.20.0.31 }
lists:
  engineering: [Engineering station]
  scanner: [Engineering station]
`
const orders = `orders:
  - id: WO-1
    title: New program for the filters
    assets: [Filter controller]
    sources: [Engineering station]
    windows: [{ from: 2026-01-12T02:50:00Z, to: 2026-01-12T04:00:00Z }]
`

const rules = await loadRules()

/** The findings of a capture in which this story is told, after an hour of learning. */
async function findingsOf(story: Story): Promise<readonly Finding[]> {
  const cwd = folder()
  const write = (name: string, bytes: Uint8Array | string) => {
    writeFileSync(join(cwd, name), bytes)
    return join(cwd, name)
  }
  const told = new Set<Story>([...daily, story])
  if (story === 'dhcp-change') told.delete('tablet')
  if (story === 'clock-change') told.delete('time')
  const normal = write('normal.pcap', plant({ seed: 1, start: START - 2 * HOUR, seconds: 1800, stories: daily }))
  const watched = write('watched.pcap', plant({ seed: 2, start: START, seconds: 300, stories: [...told] }))
  const declared = {
    site: write('site.yaml', site),
    orders: story === 'scheduled-download' ? write('orders.yaml', orders) : null,
  }
  const analysis = new Analysis({ vendorOf: () => null, detection: loadSite(declared, rules) })
  const teacher = analysis.teacher()
  await readCapture(normal, teacher)
  analysis.taught(teacher, normal, null)
  const sensor = analysis.sensor(watched)
  await readCapture(watched, sensor)
  analysis.add(sensor, watched, null)
  return analysis.report().detection.findings
}

const loud = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity !== 'recorded' && severity !== 'low')

/** For each attack, the rules that name it rightly. */
const names: Readonly<Record<(typeof attacks)[number], readonly string[]>> = {
  'night-download': ['program-download'],
  scan: ['controller-sweep', 'address-sweep', 'port-scan'],
  'write-flood': ['write-by-new-client'],
  'controller-stop': ['controller-stop'],
  'umas-stop': ['controller-stop'],
  'set-point': ['value-out-of-range'],
  'stranger-write': ['write-by-new-client'],
  'program-theft': ['program-upload'],
  'register-walk': ['register-walk'],
  'arp-spoofing': ['adversary-in-the-middle', 'arp-spoofing'],
  beacon: ['public-peer', 'new-link'],
  'foreign-port': ['foreign-port'],
}

describe('attacks', () => {
  test.each(attacks)('%s is found', async story => {
    const found = loud(await findingsOf(story)).map(({ rule }) => rule)
    expect(found.filter(rule => names[story].includes(rule))).not.toEqual([])
  })
})

describe('what only looks like one', () => {
  test.each(lookAlikes)('%s is no alarm', async story => {
    expect(loud(await findingsOf(story)).map(({ rule, severity, why }) => `${severity} ${rule}: ${why}`)).toEqual([])
  })
})

test('a quiet plant stays quiet', async () => {
  expect(loud(await findingsOf('normal')).map(({ rule, why }) => `${rule}: ${why}`)).toEqual([])
})
