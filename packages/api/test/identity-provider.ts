// Providers of sign-in for tests: one that others wrote (oidc-provider, certified), and one that lies.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

export type Account = Readonly<Record<string, unknown>>

export type TestProvider = {
  readonly issuer: string
  /** Who signs in next, by subject. */
  current: string
  readonly accounts: Map<string, Account>
  /** Goes where the browser is sent, and answers with the address that it is sent back to. */
  walk(from: string): Promise<URL>
  end(): Promise<void>
}

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const ended = (server: Server) => new Promise<void>(resolve => void server.close(() => resolve()))

export async function honestProvider({ client, secret, callback }: Record<'client' | 'secret' | 'callback', string>) {
  const server = createServer()
  const issuer = await listening(server)
  const accounts = new Map<string, Account>()
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const provider = new Provider(issuer, {
    clients: [{ client_id: client, client_secret: secret, redirect_uris: [callback] }],
    jwks: { keys: [{ ...key, use: 'sig', kid: 'one', alg: 'RS256' }] } as never,
    cookies: { keys: ['a key of a test'] },
    pkce: { required: () => true },
    scopes: ['openid', 'email', 'profile', 'groups'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts.get(id) }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({ clientId: client, accountId: context.oidc.session!.accountId! })
      grant.addOIDCScope('openid email profile groups')
      await grant.save()
      return grant
    },
  })
  const told: TestProvider = {
    issuer,
    current: '',
    accounts,
    walk: from => walked(from, callback),
    end: () => ended(server),
  }
  const answer = provider.callback()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: told.current } })
  })
  return told
}

/** A browser: follows, and keeps cookies. */
async function walked(from: string, callback: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = new URL(from)
  for (let step = 0; step < 10; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split('=')
      cookies.set(name, value)
    }
    const next = response.headers.get('location')
    if (next === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`)
    url = new URL(next, url)
    if (url.href.startsWith(callback)) return url
  }
  throw new Error('The provider sends the browser in circles.')
}

export type Lie = {
  readonly claims?: Account
  readonly algorithm?: string
  readonly key?: KeyObject
  /** The issuer of its discovery document. */
  readonly issuer?: string
  /** Sent instead of an answer to the token request. */
  readonly redirect?: string
}

/** Answers every code with a token in which something is not as it must be. */
export async function lyingProvider(client: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const told = { issuer: '', lie: {} as Lie, nonce: '', asked: [] as string[], end: () => ended(server) }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const tokenOf = ({ claims = {}, algorithm = 'RS256', key = privateKey }: Lie) => {
    const now = Math.floor(Date.now() / 1000)
    const base = { iss: told.issuer, aud: client, sub: 'eve', iat: now, exp: now + 60, nonce: told.nonce }
    const person = { email: 'eve@example.com', email_verified: true }
    const text = `${part({ alg: algorithm, kid: 'one' })}.${part({ ...base, ...person, ...claims })}`
    const signature = algorithm === 'none' ? '' : sign('sha256', Buffer.from(text), key).toString('base64url')
    return `${text}.${signature}`
  }
  const server = createServer((request, response) => {
    told.asked.push(request.url ?? '')
    const answer = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    const at = (path: string) => `${told.issuer}${path}`
    if (request.url?.startsWith('/.well-known/'))
      return answer({
        issuer: told.lie.issuer ?? told.issuer,
        authorization_endpoint: at('/authorize'),
        token_endpoint: at('/token'),
        jwks_uri: at('/keys'),
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      })
    if (request.url === '/keys')
      return answer({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] })
    if (told.lie.redirect) return response.writeHead(307, { location: told.lie.redirect }).end()
    return answer({ access_token: 'a', token_type: 'Bearer', id_token: tokenOf(told.lie) })
  })
  told.issuer = await listening(server)
  return told
}
