// What frames of Niagara Fox mean: who both ends are, who logs in, what is asked of a station.
import type { Attribute, Claim, FunctionRef, Operation, Side } from '@nautilus/model'
import { type Meaning, silent } from '../dissector.ts'
import { functionOf, verbOf } from './commands.ts'
import type { Frame } from './message.ts'

export type Message = Frame & { readonly from: Side }

const CHANNEL = 'fox'

export const isHello = ({ channel, command }: Frame): boolean => channel === CHANNEL && command === 'hello'
export const isLogin = ({ channel, command }: Frame): boolean =>
  channel === CHANNEL && (command === 'login' || command === 'authenticate')
export const isVerdict = ({ channel, command }: Frame): boolean =>
  channel === CHANNEL && (command === 'welcome' || command === 'rejected')
export const refuses = ({ kind, channel, command }: Frame): boolean =>
  kind === 'e' || (channel === CHANNEL && command === 'rejected')

export function interpret(request: Message | null, reply: Message | null): Meaning {
  const first = request ?? reply
  if (!first) return silent
  const claims = [...(request ? claimsOf(request) : []), ...(reply ? claimsOf(reply) : [])]
  const refused = reply !== null && refuses(reply)
  const detail = { ...detailOf(first), ...(request && reply ? detailOf(reply) : {}) }
  const operation: Operation = {
    verb: verbOf(first.channel, first.command),
    function: functionOf(first.channel, first.command),
    object: objectOf(first),
    items: [],
    outcome: refused ? 'refused' : reply || !request ? 'ok' : 'no-reply',
    ...(refused ? { refusal: refusalOf(reply) } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

const refusalOf = ({ command, values }: Frame): FunctionRef => ({
  code: command,
  name: values.get('cause') ?? values.get('reason') ?? values.get('message') ?? 'refused',
})

/** Keys that name what a command is about. */
const named = ['ord', 'path', 'file', 'filePath', 'history', 'name', 'handle', 'h', 'channel'] as const

function objectOf({ channel, values }: Frame): string {
  for (const key of named) {
    const value = values.get(key)
    if (value) return value
  }
  return channel === CHANNEL ? '' : channel
}

const told = ['lang', 'method', 'scheme', 'authMethod', 'action', 'slot'] as const

function detailOf({ values }: Frame): Record<string, string> {
  const detail: Record<string, string> = {}
  const version = values.get(`${CHANNEL}.version`)
  if (version) detail.version = version
  for (const key of told) {
    const value = values.get(key)
    if (value) detail[key] = value
  }
  return detail
}

function claimsOf(message: Message): Claim[] {
  if (isHello(message)) return helloClaims(message)
  return isLogin(message) ? loginClaims(message) : []
}

/** Brands under which Niagara is sold. */
const brands: Readonly<Record<string, string>> = Object.freeze({
  vykon: 'Tridium',
  tridium: 'Tridium',
  webs: 'Honeywell',
  centraline: 'Honeywell',
  facexp: 'Johnson Controls',
  distech: 'Distech Controls',
})

/** Host ids of controllers begin with their operating system and their board: `Qnx-NPM6-0000-…`. */
const boards: Readonly<Record<string, string>> = Object.freeze({
  NPM2: 'JACE-2',
  NPM3: 'JACE-3',
  NPM6: 'JACE-6',
  JVLN: 'JACE-7',
  TITAN: 'JACE-8000',
})

function helloClaims({ values, from }: Message): Claim[] {
  const claims: Claim[] = []
  const claim = (attribute: Attribute, value: string | undefined, confidence = 0.9): void => {
    if (value) claims.push({ about: from, attribute, value, confidence })
  }
  const both = (name: string): string | undefined =>
    [values.get(`${name}.name`), values.get(`${name}.version`)].filter(Boolean).join(' ') || undefined
  const hostId = values.get('hostId')
  const host = values.get('hostName')
  const address = values.get('hostAddress')
  if (host !== address) claim('name', host)
  claim('address', address, 0.7)
  claim('software', niagara(values))
  claim('software', both('vm'))
  claim('os', both('os'))
  claim('program', values.get('station.name'))
  claim('serial', hostId)
  if (hostId?.startsWith('Qnx-')) {
    const [, board] = hostId.split('-')
    claim('model', boards[board!] ?? `Niagara ${board}`, 0.8)
  }
  const brand = values.get('brandId')
  // A brand is of the program: it says who made a controller, and nothing of the computer that Workbench runs on.
  if (values.get('app.name') === 'Station') claim('vendor', brand && (brands[brand.toLowerCase()] ?? brand), 0.6)
  return claims
}

function niagara(values: ReadonlyMap<string, string>): string | undefined {
  const [name, version] = [values.get('app.name'), values.get('app.version')]
  return name ? `Niagara ${name}${version ? ` ${version}` : ''}` : undefined
}

const users = ['user', 'username', 'userName'] as const

function loginClaims({ values, from }: Message): Claim[] {
  const user = users.map(key => values.get(key)).find(Boolean)
  if (!user) return []
  const claims: Claim[] = [{ about: from, attribute: 'user', value: user, confidence: 0.9 }]
  if (values.has('password')) {
    claims.push({ about: from, attribute: 'credential', value: `Niagara Fox password of ${user}`, confidence: 1 })
  }
  return claims
}
