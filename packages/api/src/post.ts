// Letters to people: in the brand of their tenant, with links to this platform.
import { type Language, type LetterName, letterOf, type Mailer, type Outcome, type Values } from '@nautilus/mail'
import { type Database, membershipsOf } from '@nautilus/store'
import { addressUnder } from './brand/address.ts'
import { letterheadOf } from './brand/letterhead.ts'

export type Note<Name extends LetterName> = {
  readonly to: string
  readonly language: Language
  readonly values: Readonly<Record<Values[Name], string>>
  /** Of the link, at the address of the console; null without one. */
  readonly path: string | null
  /** Whose brand it has. */
  readonly tenant: string | null
}

export type Post = {
  /** Never throws; what was not taken is in the log. */
  send<Name extends LetterName>(name: Name, note: Note<Name>): Promise<Outcome>
  /** The tenant whose brand somebody knows; null when there are several, or none. */
  tenantOf(user: string): Promise<string | null>
}

export type PostOptions = {
  readonly mailer: Mailer
  readonly db: Database
  /** Where the console is reached. */
  readonly baseUrl: string
  readonly log: (what: string, detail: object) => void
}

export function openPost({ mailer, db, baseUrl, log }: PostOptions): Post {
  const send: Post['send'] = async (name, { to, language, values, path, tenant }) => {
    try {
      const { brand, domain, sender } = await letterheadOf(db, tenant)
      const link = path === null ? null : new URL(path, addressUnder(baseUrl, domain)).href
      const outcome = await mailer.send({ ...letterOf({ name, language, to, brand, values, link }), ...sender })
      if (outcome.kind !== 'ok') log('a letter was not taken', { letter: name, to, ...outcome })
      return outcome
    } catch (error) {
      log('a letter could not be written', { letter: name, to, why: (error as Error).message })
      return { kind: 'temporary', why: (error as Error).message }
    }
  }
  const tenantOf = async (user: string): Promise<string | null> => {
    const tenants = new Set((await membershipsOf(db, user)).map(({ tenant }) => tenant))
    const [only = null] = tenants
    return tenants.size === 1 ? only : null
  }
  return { send, tenantOf }
}
