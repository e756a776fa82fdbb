import { oneOf, told } from '../../shared/search.ts'

export const shows = ['all', 'now', 'next', 'review', 'known'] as const
export type Show = (typeof shows)[number]
export type VulnerabilitySearch = { readonly show?: Show }

export const vulnerabilitySearchOf = (raw: Readonly<Record<string, unknown>>): VulnerabilitySearch =>
  told({ show: oneOf(raw.show, shows) }) as VulnerabilitySearch
