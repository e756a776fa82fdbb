// The first start of the appliance, in a pseudo terminal and below a folder in the place of /. What comes after, `nautilus
// sensor setup`, has tests of its own; the image itself is built and started by hand.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { project } from './plain.ts'

const files = join(project, 'deploy/appliance/files')
const program = join(files, 'usr/lib/nautilus-appliance/first-boot')
let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nautilus-first-'))
  for (const name of ['lo', 'enp1s0', 'enp2s0']) {
    mkdirSync(join(root, 'sys/class/net', name), { recursive: true })
    writeFileSync(join(root, 'sys/class/net', name, 'address'), '02:00:00:00:00:01\n')
  }
})
afterEach(() => rmSync(root, { recursive: true }))

/** The whole screen, after these answers. */
const start = (...answers: string[]) =>
  spawnSync('script', ['-qec', program, '/dev/null'], {
    env: { ...process.env, ROOT: root, TERM: 'vt220' },
    input: answers.map(answer => `${answer}\n`).join(''),
    encoding: 'utf8',
  })
const network = () => readFileSync(join(root, 'etc/systemd/network/10-management.network'), 'utf8')

test('an interface with DHCP, after names that are none', () => {
  const { stdout } = start('', 'lo', '../../etc', 'enp9s0', 'enp1s0', '')
  expect(stdout).toContain('There is no interface enp9s0 that could be it.')
  expect(network()).toBe('[Match]\nName=enp1s0\n\n[Network]\nLinkLocalAddressing=no\nIPv6AcceptRA=no\nDHCP=ipv4\n')
})

test('an address of its own, after some that are none', () => {
  const { stdout } = start('enp2s0', '10.0.0.5', '10.0.0.5/24', 'router', '10.0.0.1', '', '10.0.0.2')
  expect(stdout).toContain('That is no address.')
  expect(network()).toContain('Name=enp2s0\n')
  expect(network()).toContain('Address=10.0.0.5/24\nGateway=10.0.0.1\nDNS=10.0.0.2\n')
})

test('what was answered is not asked again, and a line that breaks off leaves nothing', () => {
  start('enp1s0')
  expect(existsSync(join(root, 'etc/systemd/network/10-management.network'))).toBe(false)
  start('enp1s0', 'dhcp')
  const before = network()
  expect(start('enp2s0', 'dhcp').stdout).not.toContain('Which one')
  expect(network()).toBe(before)
})

test.each([program, join(project, 'deploy/appliance/build.sh'), join(files, 'etc/kernel/postinst.d/zz-nautilus-esp')])(
  '%s is a script',
  path => {
    expect(spawnSync('sh', ['-n', path], { encoding: 'utf8' }).stderr).toBe('')
  },
)

test('the build says what it needs', () => {
  const { status, stderr } = spawnSync(join(project, 'deploy/appliance/build.sh'), [], { encoding: 'utf8' })
  expect(stderr).toContain('FOLDER-OF-PACKAGES OUT.qcow2')
  expect(status).toBe(2)
})
