// One capture, or the same in two files: nothing that is known of the site may depend on where the file was cut.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCapture } from '@nautilus/capture'
import type { Asset, Link } from '@nautilus/model'
import { encodePcap, type Frame, plantFrames, stories } from '@nautilus/simulator'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Analysis } from '../src/analysis.ts'
import { vendorLookup } from '../src/vendors.ts'
import { folder, night } from './program.ts'

const vendorOf = vendorLookup()

type Site = { readonly assets: readonly Asset[]; readonly links: readonly Link[] }

async function siteOf(...paths: readonly string[]): Promise<Site> {
  const analysis = new Analysis({ vendorOf })
  for (const path of paths) {
    const sensor = analysis.sensor('capture')
    const reading = await readCapture(path, sensor)
    expect(reading.ok).toBe(true)
    analysis.add(sensor, 'capture', null)
  }
  const { assets, links } = analysis.report()
  return { assets, links }
}

/**
 * What may differ, and nothing else: frames are numbered anew in each file; a pause between two polls that spans the cut
 * is in neither, which a role's reason rounds to seconds; a request before the cut and its reply behind it are two
 * operations instead of one, or the reply alone is not understood.
 */
function comparable({ assets, links }: Site): Site {
  const text = JSON.stringify(assets, (key, value) => (key === 'frame' ? 0 : value)).replaceAll(
    /about every \d+ s/g,
    '',
  )
  return { assets: JSON.parse(text), links: links.map(link => ({ ...link, verbs: {} })) }
}

/** Requests that may be under way at one moment, of all links together. */
const UNDER_WAY = 4

function expectSame(halves: Site, whole: Site): void {
  expect(comparable(halves)).toEqual(comparable(whole))
  const total = ({ links }: Site) => links.flatMap(link => Object.values(link.verbs)).reduce((a, b) => a + b, 0)
  expect(Math.abs(total(halves) - total(whole))).toBeLessThanOrEqual(UNDER_WAY)
}

function write(path: string, frames: readonly Frame[]): string {
  const pieces: Buffer[] = []
  // Each piece is overwritten by the next.
  for (const piece of encodePcap(frames)) pieces.push(Buffer.from(piece))
  writeFileSync(path, Buffer.concat(pieces))
  return path
}

test('the simulated plant, cut anywhere', async () => {
  const frames = [...plantFrames({ ...night, seconds: 120, stories })]
  const cwd = folder()
  const whole = await siteOf(write(join(cwd, 'whole.pcap'), frames))
  expect(whole.assets.length).toBeGreaterThan(5)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: frames.length - 1 }), async cut => {
      const first = write(join(cwd, 'first.pcap'), frames.slice(0, cut))
      const second = write(join(cwd, 'second.pcap'), frames.slice(cut))
      expectSame(await siteOf(first, second), whole)
    }),
    { numRuns: 4, seed: 7 },
  )
})

const plants = fileURLToPath(new URL('../../../../shared/captures/plant', import.meta.url))

/** Where the records of a classic capture begin; empty for another format. */
function recordsOf(bytes: Buffer): number[] {
  if (bytes.readUInt32LE(0) !== 0xa1b2c3d4) return []
  const starts: number[] = []
  for (let at = 24; at + 16 <= bytes.length; at += 16 + bytes.readUInt32LE(at + 8)) starts.push(at)
  return starts
}

describe.skipIf(!existsSync(plants))('plants (skipped where ../shared/captures is absent)', () => {
  // Its packets lie in no order of time, and the cut takes a pause from a rhythm of three: a weak idea of a role goes.
  const unlike = 'icsnpp_profinet_mixed_1.pcap'
  const files = existsSync(plants) ? readdirSync(plants).filter(name => name.endsWith('.pcap') && name !== unlike) : []

  test.each(files)('%s, cut at a third', async name => {
    const bytes = readFileSync(join(plants, name))
    const starts = recordsOf(bytes)
    if (starts.length === 0) return
    const cut = starts[Math.floor(starts.length / 3)]!
    const cwd = folder()
    const parts = [bytes.subarray(0, cut), Buffer.concat([bytes.subarray(0, 24), bytes.subarray(cut)])]
    const paths = parts.map((part, at) => {
      const path = join(cwd, `${at}.pcap`)
      writeFileSync(path, part)
      return path
    })
    expectSame(await siteOf(...paths), await siteOf(join(plants, name)))
  })
})
