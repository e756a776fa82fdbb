// Does some asset claim every name, type and serial number that tshark reads from the frames in which devices identify
// themselves? Values are compared as texts, wherever an asset claims them.
import { readCapture } from '@nautilus/capture'
import type { Asset } from '@nautilus/model'
import { expect, it } from 'vitest'
import { Analysis } from '../../src/analysis.ts'
import { capturesIn, conformance, expectedOf, pathOf } from './captures.ts'
import { type Probe, plainly, probes, textOf } from './identity-facts.ts'
import { claimKeys, keysOf, type Reading, readings } from './identity-readings.ts'
import { dissected, fields } from './tshark.ts'

const folders = [
  'ads bacnet codesys dnp3 enip-cip ethercat ge-srtp goose hart-ip iec104 mms modbus opcua plant profinet s7comm',
  's7comm-plus it/lldp it/snmp',
].flatMap(line => line.split(' '))

/** Texts that name nobody: what is unset, of one character, or a part that every device of a kind has. */
const namesNobody = /^(.?|0+|0x0+|-|none|sysName Not Set|Boot Loader)$/i
/** Claims hold so many characters of a value. */
const claimed = 256

/** Hosts that talk to themselves are no assets where there are others. */
const others = '!(ip.addr == 127.0.0.0/8 || ipv6.addr == ::1)'

/** What tshark finds, by field. */
async function identitiesOf(path: string, asked: readonly Probe[]): Promise<Map<string, Set<string>>> {
  const names = asked.flatMap(probe => probe.fields)
  const filter = `(${asked.map(probe => `(${probe.filter})`).join(' || ')}) && ${others}`
  const found = new Map<string, Set<string>>()
  for (const row of await fields(path, filter, names, ['-E', 'aggregator=|'])) {
    for (const [index, cell] of row.entries()) {
      for (const value of cell.split('|').map(text => plainly(textOf(names[index]!, text)))) {
        if (namesNobody.test(value)) continue
        const values = found.get(names[index]!) ?? new Set()
        found.set(names[index]!, values.add(value.slice(0, claimed)))
      }
    }
  }
  return found
}

/** What tshark reads by structure, as `attribute: value`. */
async function toldIn(path: string, asked: readonly Reading[], whom: string): Promise<Set<string>> {
  const told = new Set<string>()
  for (const { filter, keep, read } of asked) {
    await dissected(path, `(${filter}) && ${whom}`, keep, [], ({ protocols }) => {
      for (const { fields: inside } of protocols) {
        for (const one of read(inside)) if (!namesNobody.test(plainly(one.value))) told.add(keysOf(one))
      }
    })
  }
  return told
}

async function assetsIn(capture: string): Promise<readonly Asset[]> {
  const analysis = new Analysis({ vendorOf: () => null })
  const sensor = analysis.sensor(capture)
  const reading = await readCapture(pathOf(capture), sensor, () => {})
  analysis.add(sensor, capture, reading.ok ? reading.damage : null)
  return analysis.report().assets
}

const claimsOf = (assets: readonly Asset[]): string[] =>
  assets.flatMap(({ mac, sources }) => [
    ...mac,
    ...Object.values(sources).flatMap(list => list.map(({ value }) => plainly(value).toLowerCase())),
  ])

const isLoopback = (ip: string): boolean => ip.startsWith('127.') || ip === '::1'

/** As `keysOf` writes what tshark told. */
const keysIn = (assets: readonly Asset[]): Set<string> =>
  new Set(
    assets.flatMap(({ sources }) =>
      Object.entries(sources).flatMap(([attribute, list]) => list.flatMap(({ value }) => claimKeys(attribute, value))),
    ),
  )

const spokenIn = <T extends { readonly protocol: string }>(capture: string, all: readonly T[]): T[] => {
  const spoken = expectedOf(capture)
  return all.filter(({ protocol }) => protocol in spoken)
}

/** Captures of one folder, evenly taken; all with `NAUTILUS_ALL=1`, which takes two minutes. */
const PER_FOLDER = process.env.NAUTILUS_ALL ? Number.POSITIVE_INFINITY : 4

function sampled(folder: string): string[] {
  const speaking = capturesIn(folder).filter(
    capture => spokenIn<{ readonly protocol: string }>(capture, [...probes, ...readings]).length > 0,
  )
  const step = Math.max(1, speaking.length / PER_FOLDER)
  return speaking.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
}

conformance('Identities that tshark reads are claims of assets', () => {
  for (const capture of folders.flatMap(sampled)) {
    const probed = spokenIn(capture, probes)
    const asked = spokenIn(capture, readings)
    it(capture, async () => {
      const found = probed.length > 0 ? await identitiesOf(pathOf(capture), probed) : new Map<string, Set<string>>()
      const assets = await assetsIn(capture)
      const alone = assets.some(({ ip }) => ip.some(isLoopback))
      const told = await toldIn(pathOf(capture), asked, alone ? 'frame' : others)
      const claims = claimsOf(assets)
      const missing = [...found].flatMap(([field, values]) =>
        [...values]
          .filter(value => !claims.some(claim => claim.includes(value.toLowerCase())))
          .map(value => `${field}: ${value}`),
      )
      const keys = keysIn(assets)
      const unclaimed = [...told].filter(ways => !ways.split(' | ').some(way => keys.has(way)))
      expect([...missing, ...unclaimed]).toEqual([])
    })
  }

  it.each(readings)('finds something to compare: $protocol, $filter', async reading => {
    const told = await toldIn(pathOf(reading.example), [reading], 'frame')
    expect(told.size).toBeGreaterThan(0)
  })
})
