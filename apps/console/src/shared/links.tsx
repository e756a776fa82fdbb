// Links from anywhere to the things of a site.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Place } from './api.ts'
import { useHere } from './here.tsx'

type Props = { readonly id: string; readonly children: ReactNode; readonly className?: string }

/** `place`: where there is no site around. */
export function FindingLink({ place, id, children, className = 'link' }: Props & { readonly place: Place }) {
  const { tenant, site } = place
  return (
    <Link to="/$tenant/$site/findings/$finding" params={{ tenant, site, finding: id }} className={className}>
      {children}
    </Link>
  )
}

export function AssetLink({ id, children, className = 'link' }: Props) {
  const { tenant, site } = useHere()
  return (
    <Link to="/$tenant/$site/assets/$asset" params={{ tenant, site, asset: id }} className={className}>
      {children}
    </Link>
  )
}

export function IncidentLink({ id, children, className = 'link' }: Props) {
  const { tenant, site } = useHere()
  return (
    <Link to="/$tenant/$site/incidents/$incident" params={{ tenant, site, incident: id }} className={className}>
      {children}
    </Link>
  )
}
