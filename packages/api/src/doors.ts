// What the ways in are told by the configuration: mail, providers of sign-in, and who knows broken passwords.
import type { Breached } from './breached.ts'
import type { Role } from './permissions.ts'
import type { Post } from './post.ts'

/** A provider of sign-in by OpenID Connect. */
export type Provider = {
  /** In addresses: small letters, digits, hyphens. */
  readonly id: string
  /** On the button. */
  readonly label: string
  readonly issuer: string
  readonly client: string
  /** Null: a public client, by PKCE alone. */
  readonly secret: string | null
  /** Besides `openid email profile`. */
  readonly scopes: readonly string[]
  /** Domains of addresses that this provider speaks for, small letters; empty: any, and no account is taken over. */
  readonly domains: readonly string[]
  /** Of one tenant: gives rights there alone, and signs in nobody who has rights elsewhere. */
  readonly tenant: string | null
  /** Believe addresses of which the provider does not say that it checked them. */
  readonly trustEmail: boolean
  /** It may have an address that is not of the internet, and speak HTTP. */
  readonly allowPrivate: boolean
  readonly roles: readonly Mapping[]
}

/** Whoever has this value in this claim has this role. */
export type Mapping = {
  readonly claim: string
  readonly value: string
  readonly role: Role
  readonly tenant: string
  /** `*`: all of them. */
  readonly site: string
}

export type Doors = {
  /** Null: no mail; links are shown to whoever made them. */
  readonly post: Post | null
  readonly providers: readonly Provider[]
  /** Asks a service that knows broken passwords; null: our own list alone. */
  readonly breached: Breached | null
}

export const plainDoors: Doors = { post: null, providers: [], breached: null }
