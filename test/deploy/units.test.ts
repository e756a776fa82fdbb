// The units of systemd, as systemd itself judges them.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands } from '../../apps/nautilus/src/program.ts'
import { project } from './plain.ts'

const source = join(project, 'deploy/systemd')
const units = readdirSync(source).filter(name => name.endsWith('.service'))
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
let folder = ''

/** Units whose program is there: systemd looks for it. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nautilus-units-'))
  const program = join(folder, 'nautilus')
  writeFileSync(program, '#!/bin/sh\n')
  chmodSync(program, 0o755)
  for (const name of units)
    writeFileSync(join(folder, name.replace('@', '@1')), textOf(name).replaceAll('/usr/bin/nautilus', program))
  // The documents are not installed here.
  mkdirSync(join(folder, 'listening/nautilus.service.d'), { recursive: true })
  writeFileSync(
    join(folder, 'listening/nautilus.service'),
    textOf('nautilus.service').replaceAll('/usr/bin/nautilus', program),
  )
  writeFileSync(
    join(folder, 'listening/nautilus.service.d/listen.conf'),
    textOf('listen.conf').replaceAll('/usr/bin/nautilus', program),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const textOf = (name: string) => readFileSync(join(source, name), 'utf8')
const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' })

test('there is a unit for every role', () => {
  expect(units.sort()).toEqual([
    'nautilus-api.service',
    'nautilus-sensor.service',
    'nautilus-worker@.service',
    'nautilus.service',
  ])
})

test.runIf(hasSystemd).each([...units.map(name => name.replace('@', '@1')), 'listening/nautilus.service'])(
  '%s is understood',
  name => {
    const { status, stderr } = analyze('verify', '--man=no', '--recursive-errors=no', join(folder, name))
    expect(stderr).toBe('')
    expect(status).toBe(0)
  },
)

/** Ten times the exposure that systemd counts, of 100: what a unit may reach and not more. */
const exposure: Record<string, number> = {
  'nautilus.service': 20,
  'nautilus-api.service': 20,
  'nautilus-worker@1.service': 20,
  'nautilus-sensor.service': 27,
  'listening/nautilus.service': 27,
}

test.runIf(hasSystemd).each(Object.entries(exposure))('%s is exposed by no more than %d', (name, most) => {
  const { status, stdout } = analyze(
    'security',
    '--offline=yes',
    '--no-pager',
    `--threshold=${most}`,
    join(folder, name),
  )
  expect(stdout.trim().split('\n').at(-1)).toContain('Overall exposure level')
  expect(status).toBe(0)
})

test('every command that a unit starts is one of the program', () => {
  const names = new Set(commands.flatMap(({ name, parts = [] }) => [name, ...parts.map(part => part.name)]))
  const started = [...units, 'listen.conf'].flatMap(name =>
    Array.from(textOf(name).matchAll(/\/usr\/bin\/nautilus ((?:sensor )?[a-z]+)/g), ([, command]) => command!),
  )
  expect(started.length).toBeGreaterThan(units.length)
  expect(started.filter(name => !names.has(name))).toEqual([])
})

test('a stop may take as long as the program needs', () => {
  for (const name of units) expect(textOf(name)).toMatch(/^TimeoutStopSec=90$/m)
})
