// How senders reach the world: through the rules for addresses that people wrote, with the certificates and the proxy of
// their destination, over connections that are kept.
import { Agent } from 'node:http'
import { Agent as SafeAgent } from 'node:https'
import type { Socket } from 'node:net'
import { rootCertificates } from 'node:tls'
import { ask, dial, Forbidden, type OutgoingRules, secured } from '@nautilus/api'
import { type Settings, Unreached, type Wire, type WireAnswer, type WireRequest } from '@nautilus/integrations'
import type { Clock } from './clock.ts'
import { keepIn } from './keep.ts'
import { lineOf } from './line.ts'

export type OpenWire = Wire & { close(): void }

/** Connections to one destination, kept for so many ms without use. */
const MOST = 32
const KEPT = 30_000
/** ms for one request. */
const PATIENCE = 30_000

export type WireOptions = {
  readonly rules: OutgoingRules
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Who asks, as `agentOf` says it. */
  readonly agent: string
  /** In which the destination keeps files; not given: nowhere. */
  readonly folder?: string | null
}

/** The name of a product as receivers log it (RFC 9110, 10.1.5). */
export const agentOf = (product: string, version: string): string =>
  `${product.replaceAll(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'ot-security'}/${version}`

export function wireOf(settings: Settings, { rules, clock, signal, agent, folder = null }: WireOptions): OpenWire {
  const proxy = settings.proxy || null
  const kept = { keepAlive: true, maxSockets: MOST, maxFreeSockets: MOST, timeout: KEPT }
  const through = proxy === null ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }
  // Its own certificates stand beside those that everybody knows.
  const trusted = settings.ca ? { ca: [...rootCertificates, settings.ca] } : {}
  const http = new Agent({ ...kept, ...through })
  const https = new SafeAgent({ ...kept, ...through, ...trusted, minVersion: 'TLSv1.2' })
  const host = proxy === null ? null : (URL.parse(proxy)?.hostname ?? null)
  return {
    ask: ({ headers, ...request }) =>
      asked({ ...request, headers: { 'user-agent': agent, ...headers } }, rules, { http, https, proxy: host }),
    dial: async to => {
      const peer = { ...to, ca: settings.ca || undefined }
      const socket = await orUnreached(dial(peer, rules))
      return to.tls === 'later' ? lineOf(socket, bare => orUnreached(secured(bare, peer))) : lineOf(socket)
    },
    keep: keepIn(folder),
    now: () => clock.now(),
    pause: ms => clock.pause(ms, signal),
    close: () => {
      http.destroy()
      https.destroy()
    },
  }
}

async function asked(
  { url, ...request }: WireRequest,
  rules: OutgoingRules,
  through: { http: Agent; https: SafeAgent; proxy: string | null },
): Promise<WireAnswer> {
  try {
    const answer = await ask(url, { ...rules, patience: PATIENCE }, { ...request, through })
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() }
  } catch (error) {
    throw unreached(error, withoutPath(error, url))
  }
}

const orUnreached = (dialled: Promise<Socket>): Promise<Socket> =>
  dialled.catch((error: unknown) => {
    throw unreached(error, (error as Error).message)
  })

/** Of OpenSSL and Node: the certificate is of somebody else, of an authority that is not known, or over. */
const ofCertificate =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|.*SELF_SIGNED_CERT.*|UNABLE_TO_(VERIFY|GET_ISSUER).*|CERT_.*|INVALID_CA|HOSTNAME_MISMATCH)$/
const ofAddress = /^(ENOTFOUND|EAI_.*|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ERR_SSL_WRONG_VERSION_NUMBER|EPROTO)$/

function unreached(error: unknown, message: string): Unreached {
  const { code = '' } = error as { code?: string }
  if (error instanceof Forbidden) return new Unreached(message, true)
  return new Unreached(
    message,
    false,
    ofCertificate.test(code) ? 'certificate' : ofAddress.test(code) ? 'address' : null,
  )
}

/** The rest of an address may be its password. */
function withoutPath(error: unknown, url: string): string {
  const { message, code, cause } = error as Error & { code?: string }
  const text = message || code || String((cause as Error | undefined)?.message ?? error)
  return text.replaceAll(url, URL.parse(url)?.host ?? '').slice(0, 300)
}
