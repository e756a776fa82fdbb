// OpenAPI as a page: sections by noun, one fold for each route, a search, and a form that asks the route with the session
// of the reader. Without script it can be read all the same. Nothing from elsewhere.

/** The parts of OpenAPI that are shown. */
export type Description = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
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

const STYLE = `:root{color-scheme:light dark;--line:light-dark(#d8dee4,#2c3640);--dim:light-dark(#57636e,#93a1ad);
--ground:light-dark(#f3f5f7,#1b232b);--link:light-dark(#0b6b81,#57c0d6)}
body{font:15px/1.5 system-ui,sans-serif;margin:0;color:light-dark(#1b2530,#dde4ea);background:light-dark(#fff,#12181e)}
.all{display:grid;grid-template-columns:200px minmax(0,64rem);gap:2rem;max-width:80rem;margin:0 auto;padding:1.5rem 1rem 4rem}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding-top:.5rem}
nav a{display:flex;justify-content:space-between;padding:.15rem 0}nav small{color:var(--dim)}
a{color:var(--link)}nav a{text-decoration:none}h1{margin:.2rem 0}h2{margin:1.6rem 0 .4rem}h4{margin:.8rem 0 .2rem}
code,pre,textarea,output{font:13px/1.5 ui-monospace,monospace}pre,output{background:var(--ground);padding:.7rem;overflow:auto;border-radius:4px}
output{display:block;white-space:pre-wrap;overflow-wrap:anywhere;margin-top:.5rem}output:empty{display:none}
details{border-top:1px solid var(--line)}details>:not(summary){margin-left:1rem}summary{padding:.45rem 0;cursor:pointer;overflow-wrap:anywhere}
summary b{display:inline-block;min-width:4.2rem}summary span{color:var(--dim);margin-left:.6rem}
table{border-collapse:collapse}td{padding:.15rem 1rem .15rem 0;vertical-align:top}[hidden]{display:none}
input,textarea,button{font:inherit;padding:.3rem .5rem;border:1px solid var(--dim);border-radius:4px;background:transparent;color:inherit}
#search{width:100%;max-width:28rem;box-sizing:border-box}textarea{width:100%;box-sizing:border-box;min-height:5rem}
form label{display:inline-grid;margin:.2rem .8rem .2rem 0;font-size:13px}form label.wide{display:grid;margin-right:0}#count{color:var(--dim);margin-left:.6rem}
@media(max-width:48rem){.all{grid-template-columns:minmax(0,1fr);gap:0}nav{position:static;columns:2}}`

const safe = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export function pageOf({ info, paths = {} }: Description): string {
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): Route => ({ method: method.toUpperCase(), path, operation })),
  )
  const sections = [...Map.groupBy(routes, ({ operation }) => operation.tags?.[0] ?? 'other')]
  const links = sections
    .map(([tag, own]) => `<a href="#${safe(tag)}">${safe(tag)}<small>${own.length}</small></a>`)
    .join('')
  const body = sections
    .map(
      ([tag, own]) =>
        `<section data-tag="${safe(tag)}"><h2 id="${safe(tag)}">${safe(tag)}</h2>${own.map(routeOf).join('')}</section>`,
    )
    .join('\n')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${safe(info.title)} API</title><style>${STYLE}</style><script type="module" src="/docs/api.js"></script></head><body><div class="all">
<nav aria-label="Nouns">${links}</nav><main><h1>${safe(info.title)} API ${safe(info.version)}</h1>
<p>${safe(info.description ?? '')}</p><p>For programs: <a href="/api/openapi.json">openapi.json</a></p>
<input id="search" type="search" aria-label="Search routes" placeholder="Search: findings patch"><span id="count" role="status"></span>
${body}</main></div></body></html>`
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
    formOf({ method, path, operation }),
  ]
  const text = `${method} ${path} ${summary}`.toLowerCase()
  return `<details id="${safe(`${method} ${path}`)}" data-text="${safe(text)}"><summary><b>${method}</b> <code>${safe(path)}</code><span>${safe(summary)}</span></summary>${parts.join(
    '',
  )}</details>`
}

/** Asks the route as whoever reads the page. Files are not sent this way. */
function formOf({ method, path, operation: { parameters = [], requestBody } }: Route): string {
  const content = Object.keys(requestBody?.content ?? {})
  if (content.length > 0 && !content.includes('application/json')) return ''
  const fields = parameters
    .filter(({ in: place }) => place === 'path' || place === 'query')
    .map(
      ({ name, in: place, required }) =>
        `<label>${safe(name)}<input name="${place} ${safe(name)}"${required ? ' required' : ''}></label>`,
    )
  const body =
    content.length > 0
      ? '<label class="wide">Request, JSON<textarea name="body" spellcheck="false"></textarea></label>'
      : ''
  return `<form data-method="${method}" data-path="${safe(path)}"><h4>Try it, with your session</h4>${fields.join(
    '',
  )}${body}<button>${method === 'GET' ? 'Ask' : `${method}: this changes something`}</button><output></output></form>`
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
