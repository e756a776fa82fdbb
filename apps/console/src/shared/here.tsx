// Where one is: the site that the address names, and what one may do there.
import { createContext, use } from 'react'
import type { Place } from './api.ts'

export type Here = Place & {
  readonly name: string
  /** IANA name. Times are shown in the zone of the plant, whoever looks. */
  readonly timeZone: string
  readonly demo: boolean
  /** One who administers the provider is here. */
  readonly isProvider: boolean
  /** Names of permissions as the platform has them, `finding.work`. */
  readonly may: (permission: string) => boolean
}

export const HereContext = createContext<Here | null>(null)

export function useHere(): Here {
  const here = use(HereContext)
  if (!here) throw new Error('There is no site around this part of the page.')
  return here
}
