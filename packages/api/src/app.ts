// What routes are given, and how Fastify is typed here.
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { Database, Telemetry } from '@nautilus/store'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Auth } from './auth.ts'
import type { Doors } from './doors.ts'
import type { PlatformPort } from './port.ts'

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

export type Context = {
  readonly db: Database
  readonly telemetry: Telemetry
  readonly auth: Auth
  readonly platform: PlatformPort
  /** The one-time token of the first start; null when there are people. */
  readonly setup: { token: string | null }
  readonly limits: Limits
  readonly doors: Doors
}

export type Limits = {
  /** Bytes of one capture that is uploaded. */
  readonly upload: number
}

export const defaultLimits: Limits = { upload: 4 * 1024 ** 3 }

/** The routes of one noun. */
export type Routes = (app: App, context: Context) => void
