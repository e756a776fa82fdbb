// The file of a sensor: what it says where nothing is said, and every fault with its line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSensorFile } from '../../src/sensor/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'nautilus-sensor-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function read(text: string) {
  const file = join(folder, 'sensor.yaml')
  writeFileSync(file, text)
  return readSensorFile(file)
}

test('packets of findings are lent, unless somebody says that they stay', () => {
  expect(read('interface: eth1\n')).toMatchObject({ packets: true, spool: { bytes: 4096 * 1024 * 1024 } })
  expect(read('interface: eth1\npackets: true\n').packets).toBe(true)
  expect(read('interface: eth1\npackets: false\n').packets).toBe(false)
})

test.each([
  ['interface: eth1\npackets: some\n', '`packets` must be `true` or `false`.'],
  ['interface: eth1\nspool: {megabytes: 0}\n', '`megabytes` of `spool` is more than nothing.'],
  ['interface: eth1\nthreads: 2\n', 'A sensor on a machine of its own listens in one thread.'],
  ['interface: eth1\nfolders: /tmp\n', '`folders`'],
])('%j is refused with a sentence', (text, sentence) => {
  expect(() => read(text)).toThrow(sentence)
})
