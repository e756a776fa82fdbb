// The parts of nautilus.yaml that speak to the outside: mail, providers of sign-in, broken passwords, traces.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Mapping, type Provider, PWNED_PASSWORDS, roles } from '@nautilus/api'
import { isAddress, type SmtpOptions } from '@nautilus/mail'
import type { TraceOptions } from '@nautilus/trace'
import type { Node } from 'yaml'
import type { Fields, Yaml } from '../site/yaml.ts'
import { Refusal } from '../world.ts'

export type DoorsConfig = {
  readonly mail: SmtpOptions | null
  readonly providers: readonly Provider[]
  /** The service that is asked about broken passwords; null: none. */
  readonly breached: { readonly url: string; readonly allowPrivate: boolean } | null
  /** Webhooks and gateways by which people are called. */
  readonly channels: { readonly allowPrivate: boolean }
  readonly traces: Pick<TraceOptions, 'endpoint' | 'share' | 'headers'> | null
}

export const noDoors: DoorsConfig = {
  mail: null,
  providers: [],
  breached: null,
  channels: { allowPrivate: false },
  traces: null,
}
export const doorFields = ['mail', 'signOn', 'passwords', 'channels', 'traces'] as const

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/
/** By which way the server is spoken to, where no port is said (RFC 8314; RFC 5321 for a relay). */
const PORTS = { tls: 465, starttls: 587, none: 25 } as const
const SHARE = 0.1

export function doorsFrom(yaml: Yaml, top: Fields): DoorsConfig {
  const mail = mailOf(yaml, top.get('mail'))
  const providers = yaml.list(top.get('signOn'), 'signOn').flatMap(node => providerOf(yaml, node) ?? [])
  const seen = new Set<string>()
  for (const { id } of providers) {
    if (seen.has(id)) yaml.fault(top.get('signOn'), `There are two providers of sign-in called \`${id}\`.`)
    seen.add(id)
  }
  return {
    mail,
    providers,
    breached: breachedOf(yaml, top.get('passwords')),
    channels: channelsOf(yaml, top.get('channels')),
    traces: tracesOf(yaml, top.get('traces')),
  }
}

/** A secret as it is, or in a file beside the configuration that others cannot read. */
function secretOf(yaml: Yaml, fields: Fields, what: string): string | null {
  const [secret, file] = [yaml.text(fields.get('secret'), `\`secret\` ${what}`), fields.get('secretFile')]
  const path = yaml.text(file, `\`secretFile\` ${what}`)
  if (path === null) return secret
  if (secret !== null) yaml.fault(file, `There is a \`secret\` and a \`secretFile\` ${what}; keep one.`)
  try {
    return readFileSync(resolve(dirname(yaml.file), path), 'utf8').trim()
  } catch (error) {
    yaml.fault(file, `\`secretFile\` ${path} cannot be read: ${(error as Error).message}.`)
    return null
  }
}

function channelsOf(yaml: Yaml, node: Node | undefined): DoorsConfig['channels'] {
  if (node === undefined) return noDoors.channels
  const fields = yaml.fields(node, '`channels`', ['allowPrivate'])
  return { allowPrivate: yaml.flag(fields.get('allowPrivate'), '`allowPrivate` of `channels`') }
}

function mailOf(yaml: Yaml, node: Node | undefined): SmtpOptions | null {
  if (node === undefined) return null
  const known = ['host', 'port', 'tls', 'user', 'secret', 'secretFile', 'from', 'authorityFile']
  const fields = yaml.fields(node, '`mail`', known)
  const text = (name: string) => yaml.text(fields.get(name), `\`${name}\` of \`mail\``)
  const [host, user, from, authority] = [text('host'), text('user'), text('from'), text('authorityFile')]
  const tls = yaml.word(fields.get('tls'), '`tls` of `mail`', ['starttls', 'tls', 'none']) ?? 'starttls'
  const port = yaml.number(fields.get('port'), '`port` of `mail`') ?? PORTS[tls]
  const secret = secretOf(yaml, fields, 'of `mail`')
  if (!(Number.isInteger(port) && port > 0 && port <= 65_535)) yaml.fault(fields.get('port'), `${port} is not a port.`)
  checkAccount(yaml, { node, tls, user, secret })
  if (host === null) yaml.fault(node, '`mail` needs the `host` of the SMTP server.')
  if (from === null || !isAddress(from))
    yaml.fault(fields.get('from') ?? node, '`mail` needs `from`, an address such as `nautilus@example.com`.')
  if (host === null || from === null) return null
  return { host, port, tls, user, secret, from, authority: authority === null ? null : pemOf(yaml, fields, authority) }
}

type Account = Pick<SmtpOptions, 'tls' | 'user' | 'secret'> & { readonly node: Node }

function checkAccount(yaml: Yaml, { node, tls, user, secret }: Account): void {
  if (user === null) return
  if (tls === 'none')
    yaml.fault(node, 'A password of `mail` is not sent in the clear: use `tls: starttls` or `tls: tls`.')
  if (secret === null) yaml.fault(node, '`mail` has a `user`, and no `secret` or `secretFile`.')
}

function pemOf(yaml: Yaml, fields: Fields, path: string): string | null {
  try {
    return readFileSync(resolve(dirname(yaml.file), path), 'utf8')
  } catch (error) {
    yaml.fault(fields.get('authorityFile'), `\`authorityFile\` ${path} cannot be read: ${(error as Error).message}.`)
    return null
  }
}

const PROVIDER = [
  'name',
  'label',
  'issuer',
  'client',
  'secret',
  'secretFile',
  'scopes',
  'domains',
  'tenant',
  'trustEmail',
  'allowPrivate',
  'roles',
]

function providerOf(yaml: Yaml, node: Node): Provider | null {
  const what = 'of a provider of sign-in'
  const fields = yaml.fields(node, 'A provider of sign-in', PROVIDER)
  const text = (name: string) => yaml.text(fields.get(name), `\`${name}\` ${what}`)
  const [id, issuer, client, tenant] = [text('name'), text('issuer'), text('client'), text('tenant')]
  for (const [name, value] of Object.entries({ name: id, issuer, client }))
    if (value === null) yaml.fault(node, `A provider of sign-in needs \`${name}\`.`)
  for (const name of ['name', 'tenant'] as const) {
    const value = name === 'name' ? id : tenant
    if (value !== null && !NAME.test(value))
      yaml.fault(fields.get(name), `\`${value}\` is no name: small letters, digits and hyphens.`)
  }
  const allowPrivate = yaml.flag(fields.get('allowPrivate'), `\`allowPrivate\` ${what}`)
  checkAddress(yaml, fields.get('issuer'), issuer, allowPrivate)
  const domains = yaml.texts(fields.get('domains'), 'domains').map(({ text: domain, node: at }) => {
    if (!DOMAIN.test(domain.toLowerCase())) yaml.fault(at, `\`${domain}\` is no domain, such as \`example.com\`.`)
    return domain.toLowerCase()
  })
  const mappings = yaml.list(fields.get('roles'), 'roles').flatMap(one => mappingOf(yaml, one, tenant) ?? [])
  const secret = secretOf(yaml, fields, what)
  if (id === null || issuer === null || client === null) return null
  return {
    id,
    label: text('label') ?? id,
    issuer,
    client,
    secret,
    scopes: yaml.texts(fields.get('scopes'), 'scopes').map(({ text: scope }) => scope),
    domains,
    tenant,
    trustEmail: yaml.flag(fields.get('trustEmail'), `\`trustEmail\` ${what}`),
    allowPrivate,
    roles: mappings,
  }
}

function checkAddress(yaml: Yaml, node: Node | undefined, text: string | null, allowPrivate: boolean): void {
  if (text === null) return
  const url = URL.parse(text)
  if (url?.protocol === 'https:' || (allowPrivate && url?.protocol === 'http:')) return
  yaml.fault(
    node,
    `\`${text}\` must begin with https://; \`allowPrivate: true\` lets it be http:// in your own network.`,
  )
}

function mappingOf(yaml: Yaml, node: Node, otherwise: string | null): Mapping | null {
  const what = 'of a role by claim'
  const fields = yaml.fields(node, 'A role by claim', ['claim', 'value', 'role', 'tenant', 'site'])
  const text = (name: string) => yaml.text(fields.get(name), `\`${name}\` ${what}`)
  const [claim, value, tenant] = [text('claim'), text('value'), text('tenant') ?? otherwise ?? 'main']
  const role = yaml.word(fields.get('role'), `\`role\` ${what}`, roles)
  if (otherwise !== null && tenant !== otherwise)
    yaml.fault(fields.get('tenant'), `This provider is of the tenant \`${otherwise}\` and gives no rights elsewhere.`)
  for (const [name, given] of Object.entries({ claim, value, role }))
    if (given === null && !fields.has(name)) yaml.fault(node, `A role by claim needs \`${name}\`.`)
  return claim !== null && value !== null && role ? { claim, value, role, tenant, site: text('site') ?? '*' } : null
}

function breachedOf(yaml: Yaml, node: Node | undefined): DoorsConfig['breached'] {
  const fields = yaml.fields(node, '`passwords`', ['askBreaches', 'url', 'allowPrivate'])
  const url = yaml.text(fields.get('url'), '`url` of `passwords`') ?? PWNED_PASSWORDS
  const allowPrivate = yaml.flag(fields.get('allowPrivate'), '`allowPrivate` of `passwords`')
  checkAddress(yaml, fields.get('url'), url, allowPrivate)
  return yaml.flag(fields.get('askBreaches'), '`askBreaches` of `passwords`') ? { url, allowPrivate } : null
}

function tracesOf(yaml: Yaml, node: Node | undefined): DoorsConfig['traces'] {
  if (node === undefined) return null
  const fields = yaml.fields(node, '`traces`', ['endpoint', 'share'])
  const endpoint = yaml.text(fields.get('endpoint'), '`endpoint` of `traces`')
  const share = yaml.number(fields.get('share'), '`share` of `traces`') ?? SHARE
  if (share > 1) yaml.fault(fields.get('share'), '`share` of `traces` is a part of all, from 0 to 1.')
  if (endpoint === null || !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    yaml.fault(node, '`traces` needs an `endpoint`, such as `http://localhost:4318`.')
    return null
  }
  return { endpoint, share, headers: {} }
}

/** The variables of OpenTelemetry go before the file. */
export function withEnvironment(doors: DoorsConfig, env: NodeJS.ProcessEnv): DoorsConfig {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT || doors.traces?.endpoint
  if (!endpoint || env.OTEL_SDK_DISABLED === 'true') return { ...doors, traces: null }
  if (!URL.canParse(endpoint))
    throw new Refusal(`OTEL_EXPORTER_OTLP_ENDPOINT ${endpoint} is no address; write http://localhost:4318.`)
  const given = env.OTEL_TRACES_SAMPLER_ARG ? Number(env.OTEL_TRACES_SAMPLER_ARG) : (doors.traces?.share ?? SHARE)
  if (!(given >= 0 && given <= 1))
    throw new Refusal(`OTEL_TRACES_SAMPLER_ARG ${env.OTEL_TRACES_SAMPLER_ARG} is no part of all, from 0 to 1.`)
  return { ...doors, traces: { endpoint, share: given, headers: headersFrom(env.OTEL_EXPORTER_OTLP_HEADERS ?? '') } }
}

/** `name=value,name=value`, values percent-encoded (W3C Baggage). */
function headersFrom(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap(part => {
    const at = part.indexOf('=')
    if (at < 1) return []
    try {
      return [[part.slice(0, at).trim(), decodeURIComponent(part.slice(at + 1).trim())] as const]
    } catch {
      throw new Refusal(`OTEL_EXPORTER_OTLP_HEADERS is not percent-encoded at ${part.slice(0, at)}.`)
    }
  })
  return Object.fromEntries(pairs)
}
