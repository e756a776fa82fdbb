// Mail, sign-on and traces, as the configuration wants them.
import { breachedBy, type Doors, openPost } from '@nautilus/api'
import { type Mailer, smtpMailer } from '@nautilus/mail'
import type { Database } from '@nautilus/store'
import type { Logger } from 'pino'
import { VERSION } from '../version.ts'
import type { Config } from './config.ts'
import type { Traces } from './site-calls.ts'

export type OpenDoors = Doors & {
  /** For letters of other kinds than those of `post`; null without mail. */
  readonly mailer: Mailer | null
  close(): void
}

export function openDoors({ url, doors }: Config, db: Database, log: Logger): OpenDoors {
  const { mail, providers, breached } = doors
  const mailer = mail && smtpMailer(mail)
  return {
    mailer,
    post: mailer && openPost({ mailer, db, baseUrl: url, log: (what, detail) => log.warn(detail, what) }),
    providers,
    breached: breached && breachedBy({ ...breached, onTrouble: message => log.warn(message) }),
    close: () => mailer?.close(),
  }
}

export const tracesOf = ({ doors: { traces } }: Config): Traces | null =>
  traces && { ...traces, resource: { 'service.name': 'nautilus', 'service.version': VERSION } }
