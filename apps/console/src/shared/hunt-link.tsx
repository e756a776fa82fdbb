// Links into the hunt page from anywhere: a question is a text there, which people can go on with.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useHere } from './here.tsx'

/** Field, operator, value. */
export type Condition = readonly [field: string, operator: string, value: string]

/** Without spaces and signs, and no word that has a meaning there. */
const BARE = /^(?!not$)[^\s"\\=<>~!]+$/i

/** A value as the query bar reads it: in quotes where it has to be. */
export const quoted = (value: string): string =>
  BARE.test(value) ? value : `"${value.replaceAll(/["\\]/g, character => `\\${character}`)}"`

export const huntText = (conditions: readonly Condition[]): string =>
  conditions.map(([field, operator, value]) => `${field} ${operator} ${quoted(value)}`).join(' ')

type Props = {
  readonly where: readonly Condition[]
  /** `24h`, `7d`, … */
  readonly range?: string
  readonly group?: string
  readonly children: ReactNode
  readonly className?: string
}

export function HuntLink({ where, range, group, children, className = 'link' }: Props) {
  const { tenant, site } = useHere()
  const search = { q: huntText(where), ...(range ? { range } : {}), ...(group ? { group } : {}) }
  return (
    <Link to="/$tenant/$site/hunt" params={{ tenant, site }} search={search} className={className}>
      {children}
    </Link>
  )
}
