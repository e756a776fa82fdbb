// The rules hold, and each of them notices when it is broken: a copy of a small project with one bad import each.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const project = fileURLToPath(new URL('..', import.meta.url))

const check = (root: string) =>
  spawnSync(process.execPath, [join(project, 'scripts/architecture.mjs'), root], { encoding: 'utf8' })

/** Scripts are plain JavaScript and have no types. */
// biome-ignore lint/suspicious/noExplicitAny: see above
const load = (path: string): Promise<any> => import(join(project, path))

const packages = ['model', 'capture', 'protocols', 'sensor', 'inventory', 'vulnerabilities', 'simulator']

/** A project in which every package is one sound file. */
const sound: Record<string, string> = {
  ...Object.fromEntries(packages.map(name => [`packages/${name}/src/index.ts`, 'export const one = 1\n'])),
  'packages/capture/src/source.ts': "import { openSync } from 'node:fs'\nexport const open = openSync\n",
  'packages/sensor/src/two.ts': "import { one } from '@nautilus/capture'\nexport const two = one + one\n",
  'packages/protocols/src/registry.ts': "export { one } from './one/index.ts'\n",
  'packages/protocols/src/one/index.ts': "export { cut as one } from '../carriers/cut.ts'\n",
  'packages/protocols/src/two/index.ts': 'export const two = 2\n',
  'packages/protocols/src/carriers/cut.ts': 'export const cut = 0\n',
  'packages/sensor/test/any.test.ts': "import { one } from '@nautilus/simulator'\nimport 'node:fs'\none.toFixed()\n",
  'apps/console/src/features/two/index.ts': "import type { A } from '@nautilus/model'\nexport type B = A\n",
  'apps/nautilus/src/main.ts': "import { one } from '@nautilus/inventory'\nimport 'node:http'\none.toFixed()\n",
}

/** By rule: a file that breaks it, and how. The rules named `…-imports-only-…` are one per package. */
const broken: Record<string, [path: string, text: string]> = {
  'model-imports-only-nothing': ['packages/model/src/a.ts', "import '@nautilus/capture'"],
  'capture-imports-only-nothing': ['packages/capture/src/b.ts', "import '@nautilus/protocols'"],
  'protocols-imports-only-model': ['packages/protocols/src/c.ts', "import '@nautilus/capture'"],
  'sensor-imports-only-model-and-capture-and-protocols': ['packages/sensor/src/d.ts', "import '@nautilus/inventory'"],
  'inventory-imports-only-model': ['packages/inventory/src/e.ts', "import '@nautilus/sensor'"],
  'detection-imports-only-model': ['packages/detection/src/w.ts', "import '@nautilus/inventory'"],
  'vulnerabilities-imports-only-model': ['packages/vulnerabilities/src/v.ts', "import '@nautilus/inventory'"],
  'bus-imports-only-model': ['packages/bus/src/b.ts', "import '@nautilus/inventory'"],
  'nats-imports-only-bus': ['packages/nats/src/n.ts', "import '@nautilus/inventory'"],
  'ring-imports-only-capture': ['packages/ring/src/r.ts', "import '@nautilus/model'"],
  'risk-imports-only-model': ['packages/risk/src/r.ts', "import '@nautilus/inventory'"],
  'response-imports-only-model': ['packages/response/src/r.ts', "import '@nautilus/inventory'"],
  'trace-imports-only-nothing': ['packages/trace/src/t.ts', "import '@nautilus/inventory'"],
  'reports-imports-only-model-and-response': ['packages/reports/src/r.ts', "import '@nautilus/inventory'"],
  'mail-imports-only-nothing': ['packages/mail/src/m.ts', "import '@nautilus/inventory'"],
  'integrations-imports-only-model': ['packages/integrations/src/i.ts', "import '@nautilus/inventory'"],
  'store-imports-only-model-and-response-and-trace': ['packages/store/src/s.ts', "import '@nautilus/inventory'"],
  'api-imports-only-model-and-store-and-response-and-risk-and-mail-and-trace': [
    'packages/api/src/a.ts',
    "import '@nautilus/inventory'",
  ],
  'simulator-imports-only-nothing': ['packages/simulator/src/f.ts', "import type { A } from '@nautilus/model'"],
  'the-simulator-stands-alone': ['packages/simulator/src/g.ts', "import '../../protocols/src/index.ts'"],
  'every-package-has-a-layer': ['packages/stranger/src/index.ts', "import '@nautilus/model'"],
  'nothing-imports-an-app': ['packages/sensor/src/h.ts', "import '../../../apps/nautilus/src/main.ts'"],
  'no-cycles': ['packages/sensor/src/i.ts', "import { j } from './i.ts'\nexport const j = 1"],
  resolves: ['packages/sensor/src/k.ts', "import './nowhere.ts'"],
  'enter-by-the-front-door': ['packages/sensor/src/l.ts', "import '../../capture/src/source.ts'"],
  'source-does-not-import-tests': ['packages/sensor/src/m.ts', "import '../test/any.test.ts'"],
  'pure-packages-do-no-io': ['packages/inventory/src/n.ts', "import 'node:fs'"],
  'packages-need-no-others-from-npm': ['packages/sensor/src/o.ts', "import 'fast-check'"],
  'the-system-is-called-in-one-file': ['packages/capture/src/live/libc.ts', "import 'fast-check'"],
  'only-the-source-reads-files': ['packages/capture/src/p.ts', "import 'node:fs'"],
  'the-source-only-reads-files': ['packages/capture/src/unpack.ts', "import 'node:child_process'"],
  'nothing-here-can-send': ['packages/sensor/src/q.ts', "import { connect } from 'node:net'\nexport { connect }"],
  'a-protocol-is-an-island': ['packages/protocols/src/one/r.ts', "import '../two/index.ts'"],
  'features-do-not-meet': ['apps/console/src/features/one/t.tsx', "import '../two/index.ts'"],
  'shared-knows-no-feature': ['apps/console/src/shared/u.ts', "import '../features/two/index.ts'"],
  'the-console-takes-types-alone': [
    'apps/console/src/app/x.ts',
    "import { one } from '@nautilus/model'\none.toFixed()",
  ],
  'the-console-knows-the-model-alone': ['apps/console/src/app/y.ts', "import type { A } from '@nautilus/inventory'"],
  'only-the-registry-knows-protocols': ['packages/protocols/src/s.ts', "import './two/index.ts'"],
}

let root = ''

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), `${text}\n`)
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'nautilus-architecture-'))
  cpSync(join(project, 'tsconfig.json'), join(root, 'tsconfig.json'))
  for (const [path, text] of Object.entries(sound)) plant(path, text)
  mkdirSync(join(root, 'node_modules/@nautilus'), { recursive: true })
  symlinkSync(join(project, 'node_modules/fast-check'), join(root, 'node_modules/fast-check'))
  for (const name of [...packages, 'stranger']) {
    const manifest = { name: `@nautilus/${name}`, type: 'module', exports: { '.': './src/index.ts' } }
    plant(`packages/${name}/package.json`, JSON.stringify(manifest))
    symlinkSync(join(root, 'packages', name), join(root, 'node_modules/@nautilus', name))
  }
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('who imports whom', () => {
  test('the project keeps the rules', () => {
    const { stdout, stderr, status } = check(project)
    expect(stdout + stderr).toMatch(/ 0 faults\n$/)
    expect(status).toBe(0)
  })

  test('a sound project passes', () => {
    const { stdout, status } = check(root)
    expect(stdout).toMatch(/ 0 faults\n$/)
    expect(status).toBe(0)
  })

  test('every rule finds the import that breaks it, and says what to do', async () => {
    for (const [path, text] of Object.values(broken)) plant(path, text)
    const { stdout, status } = check(root)
    expect(status).toBe(1)
    const silent = Object.entries(broken).filter(([rule, [path]]) => !stdout.includes(`${rule}: ${path} → `))
    expect(silent).toEqual([])
    const { default: config } = await load('.dependency-cruiser.mjs')
    const rules = config.forbidden.map((rule: { name: string }) => rule.name)
    expect(rules.sort()).toEqual(Object.keys(broken).sort())
    for (const { comment } of config.forbidden) expect(stdout).toContain(`\n  ${comment}\n`)
    for (const [path] of Object.values(broken)) if (!(path in sound)) rmSync(join(root, path))
  })

  test('a check that does not see every file fails', async () => {
    const { faultsOf } = await load('scripts/architecture.mjs')
    const summary = { violations: [] }
    const sources = ['packages/model/src/index.ts', 'packages/model/src/verbs.ts']
    const modules = sources.map(source => ({ source }))
    expect(faultsOf({ modules, summary }, sources)).toEqual([])
    expect(faultsOf({ modules: modules.slice(1), summary }, sources)).toHaveLength(1)
    expect(faultsOf({ modules: [], summary }, [])).toHaveLength(1)
  })

  test('a package depends on what the table allows, and on nothing else', async () => {
    const { layers, libraries, platform } = await load('architecture.mjs')
    expect(Object.keys(layers).sort()).toEqual(readdirSync(join(project, 'packages')).sort())
    for (const [name, allowed] of Object.entries<string[]>(layers)) {
      const manifest = JSON.parse(readFileSync(join(project, 'packages', name, 'package.json'), 'utf8'))
      const wanted = [...allowed.map(other => `@nautilus/${other}`), ...(libraries[name] ?? [])].sort()
      // Packages of the platform have libraries besides.
      const isOfConcern = (dependency: string) => !platform.includes(name) || dependency.startsWith('@nautilus/')
      expect(
        Object.keys(manifest.dependencies ?? {})
          .filter(isOfConcern)
          .sort(),
        name,
      ).toEqual(wanted)
    }
  })
})
