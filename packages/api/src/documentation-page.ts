// OpenAPI as a page: sections by noun, one fold for each route. No script, nothing from elsewhere.

/** The parts of OpenAPI that are shown. */
export type Description = {
  readonly info: { readonly version: string; readonly description?: string }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
type Schema = {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly default?: unknown
}
type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema?: Schema
}
type Content = Readonly<Record<string, { readonly schema?: Schema }>>
type Operation = {
  readonly tags?: readonly string[]
  readonly summary?: string
  readonly description?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content?: Content }
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>
}
type Route = { readonly method: string; readonly path: string; readonly operation: Operation }

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1b2530;background:#fff}
code,pre{font:13px/1.5 ui-monospace,monospace}pre{background:#f3f5f7;padding:.7rem;overflow:auto;border-radius:4px}
details{border-top:1px solid #d8dee4}summary{padding:.45rem 0;cursor:pointer}summary b{display:inline-block;min-width:4.2rem}
summary span{color:#57636e;margin-left:.6rem}table{border-collapse:collapse}td{padding:.15rem 1rem .15rem 0;vertical-align:top}
nav a{margin-right:.8rem}@media(prefers-color-scheme:dark){body{color:#dde4ea;background:#12181e}pre{background:#1b232b}
details{border-color:#2c3640}summary span{color:#93a1ad}a{color:#7cb7ff}}`

const safe = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export function pageOf({ info, paths = {} }: Description): string {
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): Route => ({ method: method.toUpperCase(), path, operation })),
  )
  const sections = [...Map.groupBy(routes, ({ operation }) => operation.tags?.[0] ?? 'other')]
  const links = sections.map(([tag]) => `<a href="#${safe(tag)}">${safe(tag)}</a>`).join(' ')
  const body = sections
    .map(([tag, own]) => `<h2 id="${safe(tag)}">${safe(tag)}</h2>${own.map(routeOf).join('')}`)
    .join('\n')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Nautilus API</title><style>${STYLE}</style></head><body><h1>Nautilus API ${safe(info.version)}</h1>
<p>${safe(info.description ?? '')}</p><p>For programs: <a href="/api/openapi.json">openapi.json</a></p><nav>${links}</nav>
${body}</body></html>`
}

function routeOf({ method, path, operation }: Route): string {
  const { summary = '', description = '', parameters = [], requestBody, responses = {} } = operation
  const rows = parameters.map(
    ({ name, in: place, required, description: says = '', schema }) =>
      `<tr><td><code>${safe(name)}</code></td><td>${place}${required ? ', required' : ''}</td><td>${safe(
        says || typeOf(schema ?? {}, 0),
      )}</td></tr>`,
  )
  const parts = [
    `<p>${safe(description)}</p>`,
    rows.length > 0 ? `<table>${rows.join('')}</table>` : '',
    ...contentOf('Request', requestBody?.content),
    ...Object.entries(responses).flatMap(([status, { content }]) => contentOf(`Answer ${status}`, content)),
  ]
  return `<details><summary><b>${method}</b> <code>${safe(path)}</code><span>${safe(summary)}</span></summary>${parts.join(
    '',
  )}</details>`
}

const contentOf = (title: string, content: Content = {}): string[] =>
  Object.entries(content).map(
    ([type, { schema }]) => `<h4>${safe(title)}, ${safe(type)}</h4><pre>${safe(typeOf(schema ?? {}, 0))}</pre>`,
  )

const DEEPEST = 8

/** As one would write it down. */
function typeOf(schema: Schema, depth: number): string {
  if (depth > DEEPEST) return '…'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(one => typeOf(one, depth)).join(' | ')
  if (schema.items) return `[${typeOf(schema.items, depth)}, …]`
  if (schema.properties) return objectOf(schema, depth)
  return [schema.type].flat().filter(Boolean).join(' | ') || 'anything'
}

function objectOf({ properties = {}, required = [] }: Schema, depth: number): string {
  const indent = '  '.repeat(depth + 1)
  const lines = Object.entries(properties).map(([name, part]) => {
    const says = part.description ? `  // ${part.description}` : ''
    return `${indent}${name}${required.includes(name) ? '' : '?'}: ${typeOf(part, depth + 1)}${says}`
  })
  return lines.length > 0 ? `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}` : '{}'
}
