// A connection to the bus, and what is wrong in a sentence where there is none.
import { readFileSync } from 'node:fs'
import {
  AuthorizationError,
  ClosedConnectionError,
  type ConnectionOptions,
  connect,
  type NatsConnection,
  NoRespondersError,
  TimeoutError,
  UserAuthenticationExpiredError,
} from '@nats-io/transport-node'
import { authenticatorOf } from './authenticator.ts'

export type BusOptions = {
  /** `nats://host:4222` or `tls://host:4222`; several are one cluster. */
  readonly servers: readonly string[]
  /** The text of a credentials file; null: none is needed. */
  readonly credentials: string | null
  /** Shown to whoever looks at the server. */
  readonly name: string
  readonly inbox?: string
  /** PEM file of the authority that signed the server's certificate; null: those of the system. */
  readonly authority?: string | null
}

/** ms. */
const TIMEOUT = 5000
const AGAIN = 1000

/** The bus cannot be reached, or does not let us in. */
export class NoBus extends Error {
  override readonly name = 'NoBus'
}

/** Connects once; afterwards it comes back by itself, however long that takes. Throws `NoBus`. */
export async function openBus({ servers, credentials, name, inbox, authority }: BusOptions): Promise<NatsConnection> {
  const options: ConnectionOptions = {
    servers: [...servers],
    name,
    timeout: TIMEOUT,
    maxReconnectAttempts: -1,
    reconnectTimeWait: AGAIN,
    // A server that comes back knows nobody at first.
    ignoreAuthErrorAbort: true,
    ...(inbox === undefined ? {} : { inboxPrefix: inbox }),
    ...(credentials === null ? {} : { authenticator: authenticatorOf(credentials) }),
    ...(authority ? { tls: { caFile: authority } } : {}),
  }
  try {
    return await connect(options)
  } catch (error) {
    throw new NoBus(`${servers.join(', ')}: ${whyOf(error)}`)
  }
}

/** The text of a credentials file. Throws `NoBus`. */
export function credentialsIn(file: string): string {
  try {
    const text = readFileSync(file, 'utf8')
    authenticatorOf(text)
    return text
  } catch (error) {
    throw new NoBus(`${file} cannot be used: ${(error as Error).message}`)
  }
}

/** What happened, for people. */
export function whyOf(error: unknown): string {
  if (error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError)
    return 'it does not let us in: these credentials are of another installation, were revoked, or are too old'
  if (error instanceof NoRespondersError)
    return 'nobody there keeps batches: JetStream is off, or its stream is missing'
  if (error instanceof TimeoutError) return 'it does not answer in time'
  if (error instanceof ClosedConnectionError) return 'the connection was closed'
  const { message, cause } = error as Error & { cause?: unknown }
  if (cause instanceof AuthorizationError) return whyOf(cause)
  return cause instanceof Error && cause.message !== '' ? `${message} (${cause.message})` : message
}
