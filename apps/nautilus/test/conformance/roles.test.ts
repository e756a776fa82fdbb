// The main role and the level of devices in real captures, against what a person judged from the same frames.
import { readCapture } from '@nautilus/capture'
import type { Asset } from '@nautilus/model'
import { afterAll, expect, it } from 'vitest'
import { Analysis } from '../../src/analysis.ts'
import { vendorLookup } from '../../src/vendors.ts'
import { conformance, pathOf } from './captures.ts'
import { type Row, truth } from './role-truth.ts'

/** Share of rows that must be right, of roles and of levels. */
const demanded = 0.95

const vendorOf = vendorLookup()

async function assetsOf(capture: string): Promise<readonly Asset[]> {
  const analysis = new Analysis({ vendorOf })
  const sensor = analysis.sensor(capture)
  const reading = await readCapture(pathOf(capture), sensor, () => {})
  analysis.add(sensor, capture, reading.ok ? reading.damage : null)
  return analysis.report().assets
}

const wrong: { role: string[]; level: string[] } = { role: [], level: [] }
let rows = 0

function judge(capture: string, [address, role, level, why]: Row, assets: readonly Asset[]): void {
  const asset = assets.find(({ ip, mac }) => ip.includes(address) || mac.includes(address))
  expect(asset, `${address} in ${capture}`).toBeDefined()
  rows++
  const told = asset!.role ?? 'unknown'
  const ideas = asset!.roles.map(idea => `${idea.role} ${idea.confidence}`).join(', ')
  if (told !== role) wrong.role.push(`${capture} ${address}: ${told} (${ideas}), truly ${role}: ${why}`)
  if (asset!.level !== level) wrong.level.push(`${capture} ${address}: level ${asset!.level}, truly ${level} (${role})`)
}

conformance('Roles as a person judges them', () => {
  for (const [capture, expected] of Object.entries(truth)) {
    it(capture, async () => {
      const assets = await assetsOf(capture)
      for (const row of expected) judge(capture, row, assets)
    })
  }

  it('are right nearly always', () => {
    expect(rows).toBeGreaterThan(100)
    expect(1 - wrong.role.length / rows, wrong.role.join('\n')).toBeGreaterThanOrEqual(demanded)
    expect(1 - wrong.level.length / rows, wrong.level.join('\n')).toBeGreaterThanOrEqual(demanded)
  })

  afterAll(() => {
    for (const [what, list] of Object.entries(wrong)) {
      if (list.length > 0) process.stdout.write(`${what}: ${list.length} of ${rows} wrong\n  ${list.join('\n  ')}\n`)
    }
  })
})
