// Threat feeds of a call: `nautilus analyze --indicators`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, inside, plant } from './program.ts'

const detected = (out: string) => {
  const { findings, detection } = JSON.parse(out)
  const bad = findings.filter(({ rule }: { rule: string }) => rule === 'known-bad-contact')
  return { bad, blind: detection.blind.map(({ rule }: { rule: string }) => rule) }
}

test('a feed finds its contacts, and says what it could not use', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'plant.pcap'), plant({ seconds: 60 }))
  writeFileSync(join(cwd, 'own.txt'), '10.0.0.0/8 # all of ten\n172.16.0.0/12\n192.168.0.0/16\nno thing\n')
  const { code, out, err } = await inside(['analyze', 'plant.pcap', '--json', '-', '--indicators', 'own.txt'], { cwd })
  expect([code, err]).toEqual([
    0,
    'nautilus: own.txt:4: `no thing` is neither an address, a network, a domain nor a URL.\n',
  ])
  const { bad, blind } = detected(out)
  expect(bad.length).toBeGreaterThan(0)
  expect(bad[0].why).toContain('known bad by the feed own')
  expect(blind).not.toContain('known-bad-contact')
})

test('without a feed the rule is blind; a feed with nothing in it is refused', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'plant.pcap'), plant({ seconds: 60 }))
  const plain = await inside(['analyze', 'plant.pcap', '--json', '-'], { cwd })
  expect(detected(plain.out)).toMatchObject({ bad: [], blind: expect.arrayContaining(['known-bad-contact']) })
  writeFileSync(join(cwd, 'hashes.json'), '{"objects":[{"type":"indicator","pattern":"[file:name = \'a\']"}]}')
  const refused = await inside(['analyze', 'plant.pcap', '--indicators', 'hashes.json'], { cwd })
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('holds no indicator that can be used') })
})
