// Single sign-on by OpenID Connect (Core 1.0, code flow): PKCE (RFC 7636), state, nonce; issuer, audience and signature of
// the ID token are checked by openid-client, which is certified for that. Every request goes out by our own rules.
import { beginCeremony, endCeremony } from '@nautilus/store'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client'
import { hashOf, newSecret } from './access.ts'
import type { Context } from './app.ts'
import type { Provider } from './doors.ts'
import { ask } from './outgoing.ts'

/** ms from the start to the way back. */
const PATIENCE = 10 * 60_000
/** ms that what a provider says of itself is believed. */
const KNOWN_FOR = 3600_000
/** s that its clock may differ. */
const SKEW = 30

type Begun = { readonly provider: string; readonly verifier: string; readonly nonce: string; readonly back: string }

/** What a provider says of a person. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string }

export type SignOn = {
  /** Where the browser is sent, and the state that it must bring back. */
  begin(provider: Provider, back: string, origin: URL): Promise<{ readonly url: URL; readonly state: string }>
  /** Throws when anything is not as it must be. `state`: of the browser's cookie. */
  end(provider: Provider, returned: URL, state: string): Promise<{ readonly claims: Claims; readonly back: string }>
}

export function openSignOn({ db }: Pick<Context, 'db'>): SignOn {
  const known = new Map<string, { readonly configuration: Configuration; readonly until: number }>()
  const configurationOf = async (provider: Provider): Promise<Configuration> => {
    const found = known.get(provider.id)
    if (found && found.until > Date.now()) return found.configuration
    const configuration = await discovered(provider)
    known.set(provider.id, { configuration, until: Date.now() + KNOWN_FOR })
    return configuration
  }
  const begin: SignOn['begin'] = async (provider, back, origin) => {
    const configuration = await configurationOf(provider)
    const [state, verifier, nonce] = [newSecret(), randomPKCECodeVerifier(), randomNonce()]
    const data: Begun = { provider: provider.id, verifier, nonce, back }
    await beginCeremony(db, {
      tokenHash: hashOf(state),
      kind: 'sign-on',
      data,
      expires: new Date(Date.now() + PATIENCE),
    })
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: callbackOf(origin, provider),
      scope: ['openid', 'email', 'profile', ...provider.scopes].join(' '),
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    return { url, state }
  }
  const end: SignOn['end'] = async (provider, returned, state) => {
    const begun = await endCeremony<Begun>(db, { tokenHash: hashOf(state), kind: 'sign-on' })
    if (!begun || begun.provider !== provider.id) throw new Error('This sign-in was not begun here, or took too long.')
    const configuration = await configurationOf(provider)
    const tokens = await authorizationCodeGrant(configuration, returned, {
      pkceCodeVerifier: begun.verifier,
      expectedNonce: begun.nonce,
      expectedState: state,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw new Error('The provider sent no ID token.')
    const more = configuration.serverMetadata().userinfo_endpoint
      ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : {}
    // What is signed goes before what is not.
    return { claims: { ...more, ...claims }, back: begun.back }
  }
  return { begin, end }
}

export const callbackOf = (origin: URL, { id }: Provider): string => new URL(`/api/sign-on/${id}/callback`, origin).href

function discovered({ issuer, client, secret, allowPrivate }: Provider): Promise<Configuration> {
  const fetchByRules: CustomFetch = (url, { method, headers, body }) =>
    ask(url, { allowPrivate }, { method, headers, body: textOf(body) })
  const execute = [enableNonRepudiationChecks, ...(allowPrivate ? [allowInsecureRequests] : [])]
  const metadata = { ...(secret === null ? {} : { client_secret: secret }), [clockTolerance]: SKEW }
  const authentication = secret === null ? None() : undefined
  return discovery(new URL(issuer), client, metadata, authentication, { [customFetch]: fetchByRules, execute })
}

function textOf(body: unknown): string | undefined {
  if (body === null || body === undefined) return undefined
  return String(body)
}
