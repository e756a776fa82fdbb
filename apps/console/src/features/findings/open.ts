import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useHere } from '../../shared/here.tsx'

/** Opens a finding beside the queue, or with null closes it; what is filtered stays. */
export function useOpen(): (id: string | null) => void {
  const { tenant, site } = useHere()
  const navigate = useNavigate()
  return useCallback(
    id =>
      void (id === null
        ? navigate({ to: '/$tenant/$site/findings', params: { tenant, site }, search: true })
        : navigate({ to: '/$tenant/$site/findings/$finding', params: { tenant, site, finding: id }, search: true })),
    [navigate, tenant, site],
  )
}
