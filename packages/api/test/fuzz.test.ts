// Whatever comes in, nothing breaks: every route with what its schema asks for, with junk, and with both mixed.
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import fc, { type Arbitrary } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assetOf, findingOf, write } from './rows.ts'
import { filled, routesOf, type Served, served } from './served.ts'

let it: Served
beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'provider'], telemetry: true })
  await write(it.db, 'a', { assets: [assetOf('x', 3)], findings: [findingOf('f')] })
})
afterAll(() => it.end())

type Schema = {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly format?: string
  readonly minLength?: number
}

const junk: Arbitrary<unknown> = fc.oneof(
  fc.anything({ maxDepth: 2 }).map(value => JSON.parse(JSON.stringify(value) ?? 'null')),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\0', '\ud800', '../..', "';--", '𝄞'.repeat(50), 1e308, -1, 2 ** 53 + 2, 2 ** 31),
)

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^[a-z0-9-]{1,12}$/),
  fc.constantFrom('*', 's', 'other', 'x', 'f', '\0', "'", 'site: A', 'SELECT client FROM activity', 'a'.repeat(40)),
)

/** What a schema allows, more or less. */
function allowed(schema: Schema): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(allowed))
  if (schema.format === 'email') return fc.emailAddress()
  if (schema.format === 'date-time') return fc.date({ noInvalidDate: true }).map(date => date.toISOString())
  switch (schema.type) {
    case 'string':
      return text
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 1e9, 2 ** 31 - 1) })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e15, max: schema.maximum ?? 1e15, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(allowed(schema.items ?? {}), { maxLength: 3 })
    case 'object':
      return objectOf(schema)
    default:
      return junk
  }
}

const objectOf = ({ properties = {}, required = [] }: Schema) =>
  fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, allowed(part)])) as Record<
      string,
      Arbitrary<unknown>
    >,
    { requiredKeys: required as never[] },
  )

/** One part of it replaced. */
const mixed = (schema: Schema) =>
  fc
    .tuple(objectOf(schema), fc.constantFrom(...Object.keys(schema.properties ?? { x: 1 })), junk)
    .map(([body, name, value]) => ({ ...body, [name]: value }))

type Content = Readonly<Record<string, { readonly schema?: Schema }>>
type Operation = {
  readonly requestBody?: { readonly content?: Content }
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[]
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>
}

/** Answers may have more than is described, and must have all that is. */
const ajv = new Ajv({ strict: false, allErrors: true })
formats.default(ajv)

function checkAnswer(operation: Operation, status: number, body: string, where: string): void {
  const answers = operation.responses ?? {}
  const content = answers[String(status)]?.content ?? (status >= 400 ? answers['4XX']?.content : undefined)
  expect(
    answers[String(status)] ?? (status >= 400 && status < 500),
    `${where}: ${status} is not described`,
  ).toBeTruthy()
  const kinds = ['application/json', 'application/problem+json', 'application/scim+json']
  const schema = kinds.map(kind => content?.[kind]?.schema).find(found => found !== undefined)
  if (!schema || body === '') return
  const isGood = ajv.validate(schema, JSON.parse(body))
  expect(isGood ? [] : ajv.errors, `${where} ${status}: ${body.slice(0, 300)}`).toEqual([])
}

const isEndless = (path: string) => path.endsWith('/live')
const whoFor = (operation: Record<string, unknown>) =>
  operation['x-needs'] === 'provider' ? 'provider' : 'provider-admin'

test('bodies', async () => {
  let taken = 0
  for (const { method, path, operation } of routesOf(it.app)) {
    const schema = (operation as Operation).requestBody?.content?.['application/json']?.schema
    if (!schema) continue
    const where = `${method} ${path}`
    const bodies = fc.oneof(objectOf(schema), mixed(schema), mixed(schema), junk)
    await fc.assert(
      fc.asyncProperty(bodies, async body => {
        const answer = await it.as(whoFor(operation), {
          method: method as 'POST',
          url: filled(path, { asset: 'x', finding: 'f', device: 'known' }),
          headers: { 'content-type': 'application/json' },
          payload: JSON.stringify(body),
        })
        expect(answer.statusCode, `${where} ${JSON.stringify(body)} ${answer.body}`).toBeLessThan(500)
        expect(answer.body).not.toMatch(/node_modules|\.ts:\d/)
        checkAnswer(operation, answer.statusCode, answer.body, where)
        if (answer.statusCode < 300) taken++
      }),
      { numRuns: 6 },
    )
  }
  expect(taken).toBeGreaterThan(10)
})

test('queries and paths', async () => {
  const part = fc.oneof(
    text,
    fc.constantFrom('%00', '%', '%ff', '..%2f', '1e999', '-1', '99999999999999999999', 'x'.repeat(301)),
  )
  for (const { method, path, operation } of routesOf(it.app)) {
    if (method !== 'GET' || isEndless(path)) continue
    const names = ((operation as Operation).parameters ?? []).filter(one => one.in === 'query').map(({ name }) => name)
    const asked = fc.record({ values: fc.array(part, { minLength: 6, maxLength: 6 }), raw: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(asked, async ({ values, raw }) => {
        const written = values.map(value => (raw && /^[%\w.-]+$/.test(value) ? value : safe(value)))
        const query = names.map((name, index) => `${name}=${written[index % 6]}`).join('&')
        const own = path.replaceAll(/\{(?!tenant|site)\w+\}/g, written[0] || 'x')
        const answer = await it.as(whoFor(operation), { method: 'GET', url: `${filled(own)}?${query}` })
        expect(answer.statusCode, `${own}?${query}: ${answer.body}`).toBeLessThan(500)
      }),
      { numRuns: 6 },
    )
  }
})

const safe = (value: string): string => encodeURIComponent(value.toWellFormed())

test('answers to ordinary questions are as they are described', async () => {
  let seen = 0
  for (const { method, path, operation } of routesOf(it.app)) {
    if (method !== 'GET' || isEndless(path)) continue
    const url = filled(path, { asset: 'x', finding: 'f', device: 'known' })
    const answer = await it.as(whoFor(operation), { method: 'GET', url })
    checkAnswer(operation, answer.statusCode, answer.body, path)
    if (answer.statusCode === 200) seen++
  }
  expect(seen).toBeGreaterThan(25)
})

test('the description is OpenAPI 3.1, whole, and the page shows all of it', async () => {
  const document = (await it.app.inject({ url: '/api/openapi.json' })).json()
  expect(document.openapi).toBe('3.1.0')
  const page = (await it.app.inject({ url: '/docs/api' })).body
  // Its script is a file of its own: the policy lets none stand in the page.
  expect(page.replace('<script type="module" src="/docs/api.js"></script>', '')).not.toMatch(/<script|https?:\/\//)
  for (const { method, path, operation } of routesOf(it.app)) {
    const { summary, tags, responses = {} } = operation as Operation & { summary?: string; tags?: string[] }
    const where = `${method} ${path}`
    expect(summary, where).toBeTruthy()
    expect(tags, where).toHaveLength(1)
    expect(
      // Ways in by a provider answer with where to go.
      Object.keys(responses).some(status => /^(2|302)/.test(status)),
      where,
    ).toBe(true)
    expect(page).toContain(`<code>${path}</code>`)
  }
})
