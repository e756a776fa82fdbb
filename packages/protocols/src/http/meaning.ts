// HTTP/1.x: what requests do (RFC 9110, 9) and what both sides say of themselves.
import type { Attribute, Claim, FunctionRef, Operation, Verb } from '@nautilus/model'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { loginOf, quotedIn } from './credentials.ts'
import type { Http } from './message.ts'

type Request = Extract<Http, { kind: 'request' }>
type Response = Extract<Http, { kind: 'response' }>

const verbs: Readonly<Record<string, Verb>> = {
  GET: 'read',
  HEAD: 'read',
  POST: 'call',
  PUT: 'file',
  PATCH: 'write',
  DELETE: 'delete',
  OPTIONS: 'discover',
  TRACE: 'diagnose',
  CONNECT: 'connect',
  PROPFIND: 'file',
  PROPPATCH: 'file',
  MKCOL: 'file',
  COPY: 'file',
  MOVE: 'file',
  LOCK: 'file',
  UNLOCK: 'file',
  SUBSCRIBE: 'subscribe',
  UNSUBSCRIBE: 'subscribe',
  NOTIFY: 'report',
}

const unnamed: FunctionRef = { code: 'response', name: 'response' }
const MAX_REASON = 60

export const functionOf = (method: string): FunctionRef => ({ code: method, name: method })

/** The operation that SOAP names: of 1.1 in a field of its own, of 1.2 in the content type. */
function actionOf({ fields }: Request): string {
  const field = fields.soapaction ?? quotedIn(fields['content-type'] ?? '', 'action')
  return field.replaceAll('"', '')
}

/** `GetStatus` of `http://…/wsdl/GetStatus` or `urn:…#GetStatus`: asks, and changes nothing. */
function verbOf(request: Request, action: string): Verb {
  if (request.formUser !== null) return 'authenticate'
  if (request.method !== 'POST' || action === '') return verbs[request.method] ?? 'other'
  const name = action.slice(Math.max(action.lastIndexOf('/'), action.lastIndexOf('#'), action.lastIndexOf(':')) + 1)
  if (name.startsWith('Get') || name.startsWith('Read') || name.startsWith('Browse')) return 'read'
  return 'call'
}

/** The host that the client means, then the path. */
function objectOf({ target, fields, method }: Request): string {
  if (method === 'CONNECT' || !target.startsWith('/')) return target
  return `${fields.host ?? ''}${target}`
}

const usualHops: ReadonlySet<string> = new Set(['', 'keep-alive', 'close', 'upgrade', 'te', 'http2-settings'])

/** Fields that a `Connection` names, which the next server is not to see (RFC 9110, 7.6.1), but for the usual ones. */
const strangeHops = (connection = ''): string =>
  connection
    .split(',')
    .map(name => name.trim())
    .filter(name => !usualHops.has(name.toLowerCase()))
    .join(', ')

/** A range that no file is long enough for; usual ones differ from request to request and tell nothing. */
const beyondNumbers = (range = ''): string | undefined =>
  (range.match(/\d+/g) ?? []).some(number => number.length > 15) ? range : undefined

function detailOf(request: Request | null, response: Response | null): NonNullable<Operation['detail']> {
  const detail: Record<string, string | number> = {}
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== '') detail[name] = value
  }
  if (request) {
    const { fields, formUser } = request
    const login = loginOf(fields.authorization ?? fields['proxy-authorization'])
    add('action', actionOf(request))
    add('login', login ? login.scheme : formUser === null ? undefined : 'form')
    add('user', login?.user || (formUser ?? undefined))
    add('sent type', fields['content-type'])
    add('sent length', fields['content-length'])
    add('query', request.query)
    add('form', request.form)
    add('carries', request.marks.join(', '))
    add('connection', strangeHops(fields.connection))
    add('forwarded', fields.forwarded)
    add('range', beyondNumbers(fields.range))
    add('upgrade', fields.upgrade)
    add('sub-protocol', fields['sec-websocket-protocol'])
  }
  if (response) {
    const { fields, status } = response
    add('status', status)
    add('type', fields['content-type'])
    add('length', fields['content-length'])
    add('location', fields.location?.split('?')[0])
    add('asks for', fields['www-authenticate'])
  }
  return detail
}

function requestClaims({ fields, formUser }: Request): Claim[] {
  const login = loginOf(fields.authorization ?? fields['proxy-authorization'])
  const user = login ? login.user : (formUser ?? '')
  const clear = login ? login.clear : formUser !== null
  const scheme = login?.scheme ?? 'form'
  const stated: (readonly [Attribute, string, number])[] = [
    ['software', fields['user-agent'] ?? '', 0.7],
    ['user', user, 0.9],
    ['credential', clear ? `http ${scheme}${user ? ` ${user}` : ''}` : '', 0.9],
  ]
  return claimsOf('client', stated)
}

const responseClaims = ({ fields }: Response): Claim[] =>
  claimsOf('server', [
    ['software', fields.server ?? '', 0.8],
    ['software', fields['x-powered-by'] ?? '', 0.7],
  ])

const claimsOf = (about: Claim['about'], stated: readonly (readonly [Attribute, string, number])[]): Claim[] =>
  stated.flatMap(([attribute, value, confidence]) => (value ? [{ about, attribute, value, confidence }] : []))

/** How it ended: a status of 400 and more refuses (RFC 9110, 15). */
function endOf(response: Response | null): Pick<Operation, 'outcome' | 'refusal'> {
  if (!response) return { outcome: 'no-reply' }
  const { status, reason } = response
  if (status < 400) return { outcome: 'ok' }
  return { outcome: 'refused', refusal: { code: String(status), name: reason.slice(0, MAX_REASON) } }
}

/** Contents come behind the head: of an answer when it has been told, of a request before. */
export function openSession(): Session<Http> {
  const state = { object: '', sent: '' }
  return {
    interpret(asked, answer) {
      const message = asked ?? answer
      if (message?.kind === 'contents') return contentsOf(message, state)
      const meaning = interpret(asked, answer)
      const { operation } = meaning
      if (asked?.kind !== 'request' || operation === null) return meaning
      const { sent } = state
      Object.assign(state, { object: operation.object, sent: '' })
      return sent === ''
        ? meaning
        : { ...meaning, operation: { ...operation, detail: { ...operation.detail, content: sent } } }
    },
  }
}

const CONTENTS: FunctionRef = { code: 'contents', name: 'contents' }

function contentsOf(
  { from, content }: Extract<Http, { kind: 'contents' }>,
  state: { readonly object: string; sent: string },
): Meaning {
  if (from === 'client') {
    state.sent = content
    return silent
  }
  const detail = { access: 'read', content }
  const operation: Operation = {
    verb: 'file',
    function: CONTENTS,
    object: state.object,
    items: [],
    outcome: 'ok',
    detail,
  }
  return { operation, claims: [], repeatable: false }
}

function interpret(asked: Http | null, answer: Http | null): Meaning {
  const request = asked?.kind === 'request' ? asked : null
  const response = answer?.kind === 'response' ? answer : null
  if (!request && (!response || response.status < 200)) return silent
  const operation: Operation = {
    verb: request ? verbOf(request, actionOf(request)) : 'read',
    function: request ? functionOf(request.method) : unnamed,
    object: request ? objectOf(request) : '',
    items: [],
    ...endOf(response),
    detail: detailOf(request, response),
  }
  const claims = [...(request ? requestClaims(request) : []), ...(response ? responseClaims(response) : [])]
  return { operation, claims, repeatable: false }
}
