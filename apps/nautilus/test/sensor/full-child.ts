// Fills the spool in a folder whose disk is too small, and says what is left of it.
import { randomBytes } from 'node:crypto'
import { decodeBatch, encodeBatch } from '@nautilus/bus'
import type { Batch } from '@nautilus/model'
import { Spool } from '../../src/sensor/spool.ts'

const [, , folder, count] = process.argv as [string, string, string, string]
const SECOND = 1e6
const troubles: string[] = []
const options = { folder, bytes: 1e9, age: 1e12, segment: 20_000, now: () => 0 }
const spool = new Spool({ ...options, onTrouble: message => troubles.push(message) })
for (let seq = 1; seq <= Number(count); seq++) {
  const notice = { code: 'test.noise', message: randomBytes(1000).toString('base64'), count: 1, at: 0, frame: 0 }
  const [from, to] = [seq * SECOND, (seq + 1) * SECOND]
  const batch: Batch = { from, to, activities: [], connections: [], sightings: [], notices: [notice] }
  spool.append({ epoch: 'one', seq, file: null, taught: false, from, to, bodies: [encodeBatch(batch)] })
}
const taken: number[] = []
let blind = 0
for (let batches = spool.peek(null); batches.length > 0; batches = spool.peek(null)) {
  for (const { body } of batches) {
    const { from, notices } = decodeBatch(body)
    if (notices[0]!.code === 'sensor.blind') blind += notices[0]!.count
    else taken.push(from / SECOND)
  }
  spool.acknowledge(batches.length)
}
process.stdout.write(JSON.stringify({ taken, blind, troubles }))
