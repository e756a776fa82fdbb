// The Helm chart. Where helm is installed it judges and renders the chart; everywhere its structure is looked at: templates
// use few functions, all values that they name exist, and the schema refuses what must not be installed.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { project } from './plain.ts'

const chart = join(project, 'deploy/helm/nautilus')
const read = (name: string): string => readFileSync(join(chart, name), 'utf8')
const values = parse(read('values.yaml'))
const templates = readdirSync(join(chart, 'templates')).map(name => `templates/${name}`)
const digest = `registry.example.com/nautilus-api@sha256:${'0'.repeat(64)}`
const hasHelm = spawnSync('helm', ['version']).status === 0

const actionsOf = (text: string): string[] =>
  Array.from(text.matchAll(/\{\{-? ?(.*?) ?-?\}\}/g), ([, action]) => action!)

test('templates do no more than name values', () => {
  const known =
    /^(if \.Values(\.\w+)+|end|\.Release\.Name|\.Release\.Name \| quote|\.Values(\.\w+)+( \| (quote|toJson))?)$/
  const strange = templates.flatMap(name =>
    actionsOf(read(name))
      .filter(action => !known.test(action))
      .map(action => `${name}: ${action}`),
  )
  expect(strange).toEqual([])
})

test('every value that a template names is there, and every one that is there is named', () => {
  const named = new Set(
    templates.flatMap(name =>
      actionsOf(read(name)).flatMap(action => Array.from(action.matchAll(/\.Values\.([\w.]+)/g), ([, path]) => path!)),
    ),
  )
  const at = (path: string) => path.split('.').reduce((value, key) => value?.[key], values)
  expect([...named].filter(path => at(path) === undefined)).toEqual([])
  const paths = (value: object, before: string): string[] =>
    Object.entries(value).flatMap(([key, one]) => {
      const path = before + key
      return named.has(path) || typeof one !== 'object' || one === null ? [path] : paths(one, `${path}.`)
    })
  expect(paths(values, '').filter(path => !named.has(path))).toEqual([])
})

test('each block that begins ends', () => {
  for (const name of templates) {
    const actions = actionsOf(read(name))
    expect([name, actions.filter(action => action.startsWith('if ')).length]).toEqual([
      name,
      actions.filter(action => action === 'end').length,
    ])
  }
})

test('the schema takes what is right, and says what is not', () => {
  const check = new Ajv({ allErrors: true }).compile(parse(read('values.schema.json')))
  const right = { ...values, images: { ...values.images, api: digest, worker: digest } }
  expect(check(right)).toBe(true)
  // As it comes out of the box it names no image.
  expect(check(values)).toBe(false)
  const wrong: object[] = [
    { ...right, images: { ...right.images, api: 'nautilus-api:latest' } },
    { ...right, worker: { ...right.worker, replicas: 0 } },
    { ...right, worker: { ...right.worker, replicas: 65 } },
    { ...right, worker: { ...right.worker, disk: 'much' } },
    { ...right, url: 'nautilus.example.com' },
    { ...right, secret: '' },
    { ...right, unknown: 1 },
  ]
  expect(wrong.filter(one => check(one))).toEqual([])
})

const chosen = ['--set', `images.api=${digest}`, '--set', `images.worker=${digest}`]
const helm = (...args: string[]) => spawnSync('helm', args, { encoding: 'utf8', cwd: chart })

// Not among what CI must have: Debian has no package of it.
if (hasHelm)
  describe('by helm', () => {
    test('helm finds nothing wrong with it', () => {
      const { status, stdout, stderr } = helm('lint', '--strict', '.', ...chosen)
      expect(stderr + stdout).toContain('0 chart(s) failed')
      expect(status).toBe(0)
    })

    type Pod = {
      readonly securityContext: object
      readonly containers: readonly {
        image: string
        securityContext: object
        envFrom: object[]
        volumeMounts: { name: string }[]
      }[]
      readonly volumes: readonly { name: string }[]
    }

    test('what it renders is whole: selectors match, volumes exist, nothing runs as root', () => {
      const { stdout, stderr } = helm(
        'template',
        'plant',
        '.',
        ...chosen,
        '--set',
        'ingress.enabled=true,ingress.tlsSecret=tls,images.pullSecret=pull,worker.storageClass=fast,ingress.className=nginx',
      )
      expect(stderr).toBe('')
      const rendered = parseAllDocuments(stdout).map(document => document.toJS())
      const kinds = rendered.map(({ kind }) => kind).sort()
      const pairs = [
        'NetworkPolicy',
        'NetworkPolicy',
        'PodDisruptionBudget',
        'PodDisruptionBudget',
        'Service',
        'Service',
      ]
      expect(kinds).toEqual(['Deployment', 'Ingress', ...pairs, 'StatefulSet'])
      const sets = rendered.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
      for (const { spec, metadata } of sets) {
        const pod = spec.template.spec as Pod
        expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels)
        expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10_001 })
        const volumes = [
          ...pod.volumes,
          ...(spec.volumeClaimTemplates ?? []).map((one: { metadata: object }) => one.metadata),
        ]
        for (const { image, securityContext, envFrom, volumeMounts } of pod.containers) {
          expect(image).toBe(digest)
          expect(securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          })
          expect(envFrom).toEqual([{ secretRef: { name: 'nautilus' } }])
          expect(volumeMounts.map(({ name }) => name).filter(name => !volumes.some(one => one.name === name))).toEqual(
            [],
          )
        }
        const service = rendered.find(({ kind, metadata: { name } }) => kind === 'Service' && name === metadata.name)
        expect(spec.template.metadata.labels).toMatchObject(service.spec.selector)
      }
    })

    test('helm refuses an image without a digest', () => {
      const { status, stderr } = helm('template', 'plant', '.', '--set', 'images.api=a:latest,images.worker=b:latest')
      expect(status).not.toBe(0)
      expect(stderr).toContain('images')
    })
  })
