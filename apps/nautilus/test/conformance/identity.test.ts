// Does some asset claim every name, type and serial number that tshark reads from the frames in which devices identify
// themselves? Values are compared as texts, wherever an asset claims them.
import { readCapture } from '@nautilus/capture'
import { expect, it } from 'vitest'
import { Analysis } from '../../src/analysis.ts'
import { capturesIn, conformance, expectedOf, pathOf } from './captures.ts'
import { type Probe, plainly, probes, textOf } from './identity-facts.ts'
import { fields } from './tshark.ts'

const folders = [
  'ads bacnet codesys dnp3 enip-cip ethercat ge-srtp goose hart-ip iec104 mms modbus opcua plant profinet s7comm',
  's7comm-plus it/lldp it/snmp',
].flatMap(line => line.split(' '))

/** Texts that name nobody: what is unset, of one character, or a part that every device of a kind has. */
const namesNobody = /^(.?|0+|0x0+|-|none|sysName Not Set|Boot Loader)$/i
/** Claims hold so many characters of a value. */
const claimed = 256

/** What tshark finds, by field. Hosts that talk to themselves are no assets. */
async function identitiesOf(path: string, asked: readonly Probe[]): Promise<Map<string, Set<string>>> {
  const names = asked.flatMap(probe => probe.fields)
  const filter = `(${asked.map(probe => `(${probe.filter})`).join(' || ')}) && !(ip.addr == 127.0.0.0/8 || ipv6.addr == ::1)`
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

async function claimsIn(capture: string): Promise<string[]> {
  const analysis = new Analysis({ vendorOf: () => null })
  const sensor = analysis.sensor(capture)
  const reading = await readCapture(pathOf(capture), sensor, () => {})
  analysis.add(sensor, capture, reading.ok ? reading.damage : null)
  return analysis
    .report()
    .assets.flatMap(asset => [
      ...asset.mac,
      ...Object.values(asset.sources).flatMap(list => list.map(({ value }) => plainly(value))),
    ])
}

const probesFor = (capture: string): readonly Probe[] => {
  const spoken = expectedOf(capture)
  return probes.filter(({ protocol }) => protocol in spoken)
}

conformance('Identities that tshark reads are claims of assets', () => {
  for (const capture of capturesIn(...folders)) {
    const asked = probesFor(capture)
    if (asked.length === 0) continue
    it(capture, async () => {
      const found = await identitiesOf(pathOf(capture), asked)
      if (found.size === 0) return
      const claims = (await claimsIn(capture)).map(text => text.toLowerCase())
      const missing = [...found].flatMap(([field, values]) =>
        [...values]
          .filter(value => !claims.some(claim => claim.includes(value.toLowerCase())))
          .map(value => `${field}: ${value}`),
      )
      expect(missing).toEqual([])
    })
  }
})
