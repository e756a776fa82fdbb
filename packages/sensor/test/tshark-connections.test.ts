// Rows of connections against the conversations that tshark counts.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readCapture } from '@nautilus/capture'
import { describe, expect, test } from 'vitest'
import { Sensor } from '../src/index.ts'

const folder = fileURLToPath(new URL('../../../../shared/captures/', import.meta.url))
const missing = !existsSync(folder) || (spawnSync('tshark', ['--version']).status !== 0 && !process.env.CI)
const captures = ['it/scan', 'modbus', 's7comm'].flatMap(name => (missing ? [] : filesIn(`${folder}${name}`)))

function filesIn(path: string): string[] {
  return execFileSync('find', [path, '-name', '*.pcap', '-size', '-300k'], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
    .sort()
    .slice(0, 4)
}

/** Packets of each transport as the table `conv` of tshark has them. */
function conversations(path: string, transport: string): number {
  const args = ['-n', '-q', '-r', path, '-z', `conv,${transport}`]
  const text = execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const lines = text.split('\n').filter(line => line.includes('<->'))
  return lines.reduce((sum, line) => {
    const [, there, back] = / {2,}(\d+) \S+(?: \w+)? +(\d+) /.exec(line.slice(line.indexOf('<->'))) ?? []
    return sum + Number(there) + Number(back)
  }, 0)
}

describe.skipIf(missing)('packets of all rows (skipped without ../shared/captures or tshark)', () => {
  test.each(captures)('%s', async path => {
    const told = { tcp: 0, udp: 0 }
    const sensor = new Sensor({
      onBatch: ({ connections }) => {
        for (const { transport, packets } of connections) told[transport] += packets.client + packets.server
      },
    })
    await readCapture(path, sensor)
    sensor.finish()
    const theirs = conversations(path, 'tcp') + conversations(path, 'udp')
    const left = theirs - told.tcp - told.udp
    // What came twice counts once here.
    expect(left).toBeGreaterThanOrEqual(0)
    expect(left).toBeLessThanOrEqual(sensor.duplicates.count)
  })
})
