// The types of the console's requests, from the OpenAPI document of the API: what a route takes and what it answers.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createServer } from '../packages/api/src/index.ts'

const HEAD =
  '// What routes take and answer. Written by scripts/generate.mjs from the API itself: not to be edited.\n\n'

/** The description of the API, as its own server gives it. Nothing is started: no route is asked. */
async function description() {
  const nothing = /** @type {any} */ (null)
  const auth = /** @type {any} */ ({ options: { baseURL: 'http://localhost' } })
  const platform = /** @type {any} */ ({ version: '0.0.0', subscribe: () => () => {} })
  const setup = { token: null }
  const app = await createServer({
    db: nothing,
    telemetry: nothing,
    auth,
    platform,
    setup,
    logger: false,
    console: null,
  })
  await app.ready()
  const document = app.swagger()
  await app.close()
  return document
}

const quoted = text => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const nameOf = name => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))
const literal = value => (typeof value === 'string' ? quoted(value) : String(value))
const union = parts => [...new Set(parts)].join(' | ') || 'never'

/** JSON Schema, as far as TypeBox writes it. */
function typeOf(schema) {
  if (schema === undefined || Object.keys(schema).length === 0) return 'unknown'
  if ('const' in schema) return literal(schema.const)
  if (schema.enum) return union(schema.enum.map(literal))
  const parts = schema.anyOf ?? schema.oneOf
  if (parts) return union(parts.map(typeOf))
  if (Array.isArray(schema.type)) return union(schema.type.map(type => typeOf({ ...schema, type })))
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'number':
    case 'integer':
      return 'number'
    case 'array':
      return `readonly (${typeOf(schema.items)})[]`
    case 'object':
      return objectOf(schema)
    default:
      throw new Error(`A schema of a route is not understood: ${JSON.stringify(schema).slice(0, 200)}`)
  }
}

function objectOf({ properties = {}, required = [], additionalProperties, patternProperties = {} }) {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `readonly ${nameOf(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  )
  const [pattern] = Object.values(patternProperties)
  const rest = pattern ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  if (fields.length > 0) return `{ ${fields.join('; ')} }`
  return `Readonly<Record<string, ${typeOf(rest)}>>`
}

const contentOf = part => part?.content?.['application/json']?.schema

function routeOf({ parameters = [], requestBody, responses = {} }) {
  const good = Object.keys(responses).find(status => /^[23]\d\d$/.test(status))
  const body = contentOf(requestBody)
  const given = place => {
    const own = parameters.filter(parameter => parameter.in === place)
    const properties = Object.fromEntries(own.map(({ name, schema }) => [name, schema]))
    // What has a default need not be said.
    const needed = own.filter(({ required, schema }) => required && !('default' in schema))
    return { properties, required: needed.map(({ name }) => name) }
  }
  const [path, query] = [given('path'), given('query')]
  const isGiven = ({ properties }) => Object.keys(properties).length > 0
  return [
    ...(isGiven(path) ? [`readonly path: ${objectOf(path)}`] : []),
    ...(isGiven(query) ? [`readonly query${query.required.length > 0 ? '' : '?'}: ${objectOf(query)}`] : []),
    ...(body ? [`readonly body: ${typeOf(body)}`] : []),
    // Files are no JSON: their routes are no requests of this client.
    `readonly answer: ${good === '204' ? 'undefined' : typeOf(contentOf(responses[good ?? '']))}`,
  ].join('; ')
}

/** The file, as the formatter writes it. */
export async function wireTypes(project) {
  const { paths = {} } = await description()
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation]),
  )
  routes.sort(([a], [b]) => (a < b ? -1 : 1))
  const lines = routes.map(([name, operation]) => `readonly ${quoted(name)}: { ${routeOf(operation)} }`)
  const text = `${HEAD}export type Routes = { ${lines.join('; ')} }\n`
  const biome = join(project, 'node_modules/@biomejs/biome/bin/biome')
  const args = [biome, 'format', '--stdin-file-path=apps/console/src/shared/routes.ts']
  const done = spawnSync(process.execPath, args, { cwd: project, input: text, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`The types of routes could not be formatted: ${done.stderr}`)
  return done.stdout
}
