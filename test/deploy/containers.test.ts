// What must hold of images and of compose.yaml. There is no engine here that could build them: this reads them.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { commands } from '../../apps/nautilus/src/program.ts'
import { project } from './plain.ts'

const folder = join(project, 'deploy/container')
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
/** As a Containerfile writes it. */
const BASE = ['$', '{BASE}'].join('')
const roles = ['api', 'worker', 'sensor', 'platform']

type Line = { readonly word: string; readonly rest: string }
type Stage = { readonly name: string; readonly from: string; readonly lines: readonly Line[] }

/** The stages of a Containerfile, with lines that go on put together. */
function stagesOf(text: string): Stage[] {
  const whole = text.replaceAll(/^#.*\n/gm, '').replaceAll('\\\n', ' ')
  const stages: { name: string; from: string; lines: Line[] }[] = []
  for (const line of whole.split('\n').filter(one => one.trim() !== '')) {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? []
    const [, from, name] = /^(\S+) AS (\S+)$/.exec(rest) ?? []
    if (word === 'FROM') stages.push({ name: name ?? '', from: from ?? rest, lines: [] })
    else stages.at(-1)?.lines.push({ word, rest })
  }
  return stages
}

/** Sentences on what is wrong with images. */
function faultsOf(text: string): string[] {
  const stages = stagesOf(text)
  const names = stages.map(({ name }) => name)
  const isPinned = (from: string) => from === BASE || names.includes(from) || /@sha256:[0-9a-f]{64}$/.test(from)
  const last = ({ lines }: Stage, word: string) => lines.findLast(line => line.word === word)?.rest
  const inherited = (stage: Stage, word: string): string | undefined => {
    const parent = stages.find(({ name }) => name === stage.from)
    return last(stage, word) ?? (parent && inherited(parent, word))
  }
  const secret = /(password|passwd|secret|token|api_?key|private)\w*\s*=\s*\S/i
  return [
    ...(/^ARG BASE$/m.test(text) ? [] : ['BASE has a value that no digest names']),
    ...stages.filter(({ from }) => !isPinned(from)).map(({ from }) => `${from} is not pinned`),
    ...roles.filter(role => !names.includes(role)).map(role => `there is no ${role}`),
    ...stages.flatMap(stage => [
      ...(/^(0|root|)(:|$)/.test(inherited(stage, 'USER') ?? '') ? [`${stage.name} runs as root`] : []),
      ...stage.lines
        .filter(({ word, rest }) => (word === 'ENV' || word === 'ARG') && secret.test(rest))
        .map(({ rest }) => `${stage.name} has a secret: ${rest}`),
      ...stage.lines.filter(({ word }) => word === 'ADD').map(({ rest }) => `${stage.name} adds ${rest}`),
      ...(/curl|wget/.test(stage.lines.map(({ rest }) => rest).join(' ')) ? [`${stage.name} fetches something`] : []),
    ]),
    ...stages
      .filter(({ name }) => roles.includes(name))
      .flatMap(stage => [
        ...(last(stage, 'HEALTHCHECK')?.includes('CMD [') ? [] : [`${stage.name} says nothing of its health`]),
        ...(last(stage, 'ENTRYPOINT')?.startsWith('[') ? [] : [`${stage.name} starts through a shell`]),
        ...(last(stage, 'LABEL')?.includes(`io.nautilus.role="${stage.name}"`) ? [] : [`${stage.name} has no label`]),
      ]),
  ]
}

test('images are pinned, run as nobody, have no secret, a health check and labels', () => {
  expect(faultsOf(read('Containerfile'))).toEqual([])
})

test.each<[what: string, from: string | RegExp, to: string, fault: string]>([
  ['a base of today', `FROM ${BASE} AS`, 'FROM debian:bookworm AS', 'debian:bookworm is not pinned'],
  ['a base that is given', 'ARG BASE', 'ARG BASE=debian', 'BASE has a value'],
  ['root', /USER 10001:10001/g, 'USER root', 'api runs as root'],
  ['a secret', 'ENV NODE_COMPILE_CACHE', 'ENV NAUTILUS_SECRET=abc NODE_COMPILE_CACHE', 'has a secret'],
  ['a health check less', /HEALTHCHECK[^\n]*\\\n[^\n]*kill/, 'RUN true', 'worker says nothing of its health'],
  ['something fetched', 'RUN dpkg -i', 'RUN curl https://example.com; dpkg -i', 'fetches something'],
  ['a role less', 'AS worker', 'AS other', 'there is no worker'],
])('%s is noticed', (_, from, to, fault) => {
  const text = read('Containerfile').replace(from, to)
  expect(text).not.toBe(read('Containerfile'))
  expect(faultsOf(text).join('\n')).toContain(fault)
})

test('a base without a digest is refused before anything is built', () => {
  const build = (base: string) =>
    spawnSync(join(folder, 'build.sh'), ['packages', base], {
      encoding: 'utf8',
      env: { ...process.env, ENGINE: 'false' },
    })
  expect(build('debian:bookworm-slim').stderr).toContain('is not named by its digest')
  expect(build(`debian@sha256:${'0'.repeat(64)}`).stderr).not.toContain('is not named by its digest')
})

type Service = {
  readonly image: string
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly cap_add?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly read_only?: boolean
  readonly volumes?: readonly string[]
  readonly networks?: readonly string[]
  readonly ports?: readonly string[]
  readonly secrets?: readonly string[]
  readonly env_file?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly privileged?: boolean
}
type Compose = {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: object
  readonly networks: object
  readonly secrets: object
}
const compose = parse(read('compose.yaml'), { merge: true }) as Compose
const services = Object.entries(compose.services)

test('the parts are there, and whatever one names is', () => {
  expect(Object.keys(compose.services).sort()).toEqual([
    'api',
    'bus',
    'bus-keys',
    'clickhouse',
    'postgres',
    'sensor',
    'worker',
  ])
  for (const [name, service] of services) {
    const volumes = (service.volumes ?? []).map(text => text.split(':')[0]!).filter(text => /^[a-z]/.test(text))
    expect([name, volumes.filter(one => !(one in compose.volumes))]).toEqual([name, []])
    expect([name, (service.networks ?? []).filter(one => !(one in compose.networks))]).toEqual([name, []])
    expect([name, (service.secrets ?? []).filter(one => !(one in compose.secrets))]).toEqual([name, []])
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(compose.services)).toContain(other)
      if (condition === 'service_healthy') expect(compose.services[other]!.healthcheck?.test[0]).toBe('CMD')
    }
  }
})

test('every volume and network that is there is used', () => {
  const text = services.map(([, service]) => JSON.stringify(service)).join()
  const named = [...Object.keys(compose.volumes), ...Object.keys(compose.networks)]
  expect(named.filter(name => !text.includes(`"${name}`))).toEqual([])
})

test('no part has rights, but for the one that a sensor needs', () => {
  for (const [name, { cap_add = [], cap_drop, read_only, privileged }] of services) {
    expect([name, cap_add]).toEqual([name, name === 'sensor' ? ['NET_RAW'] : []])
    expect([name, cap_drop, read_only, privileged]).toEqual([name, ['ALL'], true, undefined])
  }
})

test('images are those that are built here, or named by the one who installs', () => {
  for (const [name, { image }] of services) {
    const own = /^nautilus-(\w+):\$\{NAUTILUS_VERSION:\?/.exec(image)?.[1]
    if (own !== undefined) expect(roles).toContain(own)
    else expect([name, image]).toEqual([name, expect.stringMatching(/^\$\{[A-Z]+_IMAGE:\?/)])
  }
})

test('nothing but the console is reached from outside, and that from this machine', () => {
  const ports = services.flatMap(([name, service]) => (service.ports ?? []).map(port => [name, port]))
  expect(ports).toEqual([['api', '127.0.0.1:8400:8400']])
})

test('the commands of the program are its commands', () => {
  const names = new Set(commands.flatMap(({ name, parts = [] }) => [name, ...parts.map(part => part.name)]))
  expect(compose.services['bus-keys']!.entrypoint!.slice(1, 3).join(' ')).toBe('admin bus')
  expect(names.has('admin bus')).toBe(true)
  expect(compose.services.sensor!.command!.slice(3, 5).join(' ')).toBe('sensor run')
  expect(compose.services['bus-keys']!.entrypoint).toContain('--sync')
})

test('secrets are made once, for whom they are, and are what compose reads', () => {
  const at = mkdtempSync(join(tmpdir(), 'nautilus-compose-'))
  try {
    writeFileSync(join(at, 'prepare.sh'), read('prepare.sh'), { mode: 0o755 })
    expect(spawnSync(join(at, 'prepare.sh')).status).toBe(0)
    for (const [, { env_file = [] }] of services)
      expect(env_file.filter(file => !existsSync(join(at, file)))).toEqual([])
    const text = readFileSync(join(at, 'secrets/nautilus.env'), 'utf8')
    const settings = new Map(
      text
        .trim()
        .split('\n')
        .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    expect(settings.get('NAUTILUS_SECRET')).toMatch(/^[0-9a-f]{64}$/)
    for (const name of ['DATABASE_URL', 'TELEMETRY_URL', 'NATS_URL'])
      expect(Object.keys(compose.services)).toContain(new URL(settings.get(name)!).hostname)
    expect(spawnSync(join(at, 'prepare.sh'), { encoding: 'utf8' }).stderr).toContain('is kept')
    expect(readFileSync(join(at, 'secrets/nautilus.env'), 'utf8')).toBe(text)
  } finally {
    rmSync(at, { recursive: true })
  }
})
