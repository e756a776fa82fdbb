// A sensor is upgraded from signed bundles: forth, back, and back by itself where the new version does not stay up.
import { spawnSync } from 'node:child_process'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isNewer } from '../../src/upgrade/bundle.ts'
import { arch, Machine, makeKeys, project, type Release } from './world.ts'

test('a newer version takes the place of the old one, and goes back', async () => {
  const machine = new Machine()
  const before = machine.pid()
  const { code, out, err } = await machine.upgrade(machine.bundle({ version: '0.2.0' }))
  expect(err).toBe('')
  expect(out).toContain('Version 0.2.0 is signed, unpacked beside the old one, and was tried.\nVersion 0.2.0 runs.')
  expect(code).toBe(0)
  expect(machine.current()).toBe('releases/0.2.0')
  expect(machine.pid()).not.toBe(before)
  expect(machine.running()).toBe('sleep 600020')

  expect((await machine.upgrade('--rollback')).out).toContain('The installed package runs again.')
  expect(machine.current()).toBe('the package')
  expect(machine.running()).toBe('sleep 600010')
  expect((await machine.upgrade('--rollback')).out).toContain('Version 0.2.0 runs again.')
  expect(machine.running()).toBe('sleep 600020')
})

test('one that does not stay up is taken back, and what was before is where a rollback leads still', async () => {
  const machine = new Machine()
  expect((await machine.upgrade(machine.bundle({ version: '0.2.0' }))).code).toBe(0)
  const { code, err } = await machine.upgrade(machine.bundle({ version: '0.3.0', sick: true }))
  expect(err).toMatch(
    /Version 0\.3\.0 did not stay up: nautilus-sensor is failed\. Version 0\.2\.0 is back, and runs\./,
  )
  expect(code).toBe(2)
  expect(machine.running()).toBe('sleep 600020')
  expect(machine.releases()).toEqual(['0.2.0'])
  expect((await machine.upgrade('--rollback')).out).toContain('The installed package runs again.')
})

test('a version is staged by day and put in place by night', async () => {
  const machine = new Machine()
  const bundle = machine.bundle({ version: '0.2.0' })
  const before = machine.pid()
  expect((await machine.upgrade(bundle, '--stage')).code).toBe(0)
  expect([machine.current(), machine.pid(), machine.releases()]).toEqual(['the package', before, ['0.2.0']])
  expect((await machine.upgrade(bundle)).out).toBe('Version 0.2.0 lies beside already.\nVersion 0.2.0 runs.\n')
  expect(machine.running()).toBe('sleep 600020')
})

test('only the release before is kept', async () => {
  const machine = new Machine()
  for (const version of ['0.2.0', '0.3.0', '0.10.0'])
    expect((await machine.upgrade(machine.bundle({ version }))).err).toBe('')
  expect(machine.releases()).toEqual(['0.10.0', '0.3.0'])
})

const releases: [what: string, release: Release, says: string][] = [
  ['the same version', { version: '0.1.0' }, 'has version 0.1.0, and 0.1.0 runs: only a newer one'],
  ['an older one', { version: '0.0.9' }, 'has version 0.0.9, and 0.1.0 runs: only a newer one'],
  ['another processor', { version: '0.2.0', arch: arch === 'amd64' ? 'arm64' : 'amd64' }, `this machine is ${arch}`],
  ['one that is not what its bundle says', { version: '0.2.0', told: '0.1.5' }, 'says that it is `nautilus 0.1.5`'],
  ['one that finds nothing', { version: '0.2.0', report: '{"assets":[]}' }, 'found nothing in the capture'],
  ['one that writes no report', { version: '0.2.0', report: 'oh' }, 'does not work on this machine, and nothing was'],
]

test.each(releases)('%s is refused, and nothing is left of it', async (_, release, says) => {
  const machine = new Machine()
  const before = machine.pid()
  const { code, err } = await machine.upgrade(machine.bundle(release))
  expect(err).toContain(says)
  expect(code).toBe(2)
  expect([machine.current(), machine.pid(), machine.releases()]).toEqual(['the package', before, []])
})

/** `verify.sh` knows nothing of our program: it has tar, openssl and sha256sum. */
const verified = (machine: Machine, bundle: string): boolean =>
  spawnSync(join(project, 'deploy/verify.sh'), [bundle, join(machine.at, 'key.pem')]).status === 0

/** The first place of some bytes in a bundle, changed. */
function changed(bundle: string, before: string, after: string): void {
  const bytes = readFileSync(bundle)
  const at = bytes.indexOf(before)
  expect(at).toBeGreaterThan(0)
  bytes.write(after, at)
  writeFileSync(bundle, bytes)
}

/** Bytes of one file in a bundle, found by the header before them. */
function inside(bundle: string, path: string, change: (bytes: Buffer, at: number) => void): void {
  const bytes = readFileSync(bundle)
  change(bytes, bytes.indexOf(`${path}\0`) + 512)
  writeFileSync(bundle, bytes)
}
const flip = (bytes: Buffer, at: number) => {
  bytes[at]! ^= 1
}
const tar = (...args: string[]) => spawnSync('tar', args, { encoding: 'utf8' })

const spoilt: [what: string, spoil: (bundle: string, machine: Machine) => void, says: string][] = [
  ['a signature with one other bit', bundle => inside(bundle, 'SHA256SUMS.sig', flip), 'was not signed with the key'],
  ['a list with one other bit', bundle => inside(bundle, 'SHA256SUMS', flip), 'was not signed with the key'],
  [
    'a package with one other bit',
    bundle => inside(bundle, `packages/nautilus_0.2.0_${arch}.deb`, flip),
    'is not as it was signed',
  ],
  ['a document with one other bit', bundle => inside(bundle, 'docs/a.md', flip), 'docs/a.md is not as it was signed'],
  [
    'the key of somebody else',
    (_, machine) => machine.bundle({ version: '0.2.0' }, makeKeys().private),
    'was not signed with the key',
  ],
  [
    'a file more',
    (bundle, { at }) => {
      writeFileSync(join(at, 'more'), 'x')
      tar('--format=ustar', '-rf', bundle, '-C', at, 'more')
    },
    'nobody signed its file more',
  ],
  ['a file less', bundle => void tar('--delete', '-f', bundle, 'docs/a.md'), 'its file docs/a.md is missing'],
  ['no signature', bundle => void tar('--delete', '-f', bundle, 'SHA256SUMS.sig'), 'it is not signed'],
  ['a file that ends too early', bundle => truncateSync(bundle, 3000), 'ends too early'],
  ['a damaged header', bundle => changed(bundle, 'ustar', 'USTAR'), 'it is no tar file'],
]

test.each(spoilt)('%s: refused here, and by openssl and sha256sum', async (_, spoil, says) => {
  const machine = new Machine()
  const bundle = machine.bundle({ version: '0.2.0' })
  expect(verified(machine, bundle)).toBe(true)
  spoil(bundle, machine)
  expect(verified(machine, bundle)).toBe(false)
  const { code, err } = await machine.upgrade(bundle)
  expect(err).toContain(says)
  expect(code).toBe(2)
  expect(machine.releases()).toEqual([])
})

test('a link in a bundle leads nowhere', async () => {
  const machine = new Machine()
  const bundle = machine.bundle({ version: '0.2.0' })
  spawnSync('ln', ['-s', '/etc/passwd', join(machine.at, 'more')])
  tar('--format=ustar', '-rf', bundle, '-C', machine.at, 'more')
  expect((await machine.upgrade(bundle)).err).toContain('more is neither a file nor a folder')
})

test('a path out of the bundle is none', async () => {
  const machine = new Machine()
  const bundle = machine.bundle({ version: '0.2.0' })
  tar('--format=ustar', '-P', '-rf', bundle, '--transform=s,.*,../../more,', join(machine.at, 'key.pem'))
  expect((await machine.upgrade(bundle)).err).toContain('a path that leads elsewhere')
})

test('two bundles of the same files have the same bytes', async () => {
  const machine = new Machine()
  const [one, two] = [0, 1].map(() => readFileSync(machine.bundle({ version: '0.2.0' })))
  expect(one!.equals(two!)).toBe(true)
})

test.each<[string[], string]>([
  [[], 'Name a bundle, or --rollback'],
  [['a', 'b'], 'takes one bundle; leave out b'],
  [['a', '--rollback'], 'Name a bundle, or --rollback'],
  [['--rollback'], 'There is no release to go back to'],
  [['gone.tar'], 'gone.tar'],
])('%j is told what is wrong', async (args, says) => {
  const { code, err } = await new Machine().upgrade(...args)
  expect(err).toContain(says)
  expect(code).toBe(2)
})

test('versions are compared as numbers', async () => {
  expect([
    isNewer('0.10.0', '0.9.9'),
    isNewer('1.0.0', '0.99.99'),
    isNewer('0.1.0', '0.1.0'),
    isNewer('0.1.0', '0.1.1'),
  ]).toEqual([true, true, false, false])
})
