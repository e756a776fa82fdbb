// What the API asks of the running platform about reports.
import type { Rhythm } from '@nautilus/store'

export type ReportPort = {
  /** What can be made. `money`: amounts are in it. `sections`: what a template may choose and order. */
  readonly library: readonly LibraryEntry[]
  /** When one that comes by itself is due next, µs; null: there is no such time zone. */
  nextDue(rhythm: Rhythm): number | null
  /** Null: risks are being computed already, or there is no such incident. */
  make(asked: ReportAsked): Promise<MadeReport | null>
  /** Null: too many are laid out already. */
  file(document: object, form: MadeForm): Promise<Uint8Array | null>
}

/** `of`: what one is about. */
export type LibraryEntry = {
  readonly kind: string
  readonly money: boolean
  readonly of: 'period' | 'incident'
  readonly sections: readonly string[]
}

export type ReportAsked = {
  readonly tenant: string
  /** In the order in which they are told; every one is there. */
  readonly sites: readonly string[]
  readonly kind: string
  readonly language: 'en' | 'de'
  /** Of one site, for a report of an incident: the days are then its own. */
  readonly incident?: string
  /** `2026-02-01`: the first day, and the last that is in it, where the first site is. */
  readonly from: string
  readonly to: string
}

/** Moments in µs; `to` is not in it. */
export type MadeReport = { readonly document: object; readonly from: number; readonly to: number }

export const madeForms = ['pdf', 'html', 'docx', 'csv', 'json'] as const
export type MadeForm = (typeof madeForms)[number]
