// How far the analysis of captures is, as the platform tells it.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useHere } from '../../shared/here.tsx'
import type { LiveEvent } from '../../shared/wire.ts'
import { type Upload, uploadsQuery } from './data.ts'

type Progress = Pick<Upload, 'state' | 'progress' | 'message'>

export function useUploadProgress(): ReadonlyMap<string, Progress> {
  const { tenant, site } = useHere()
  const queries = useQueryClient()
  const [known, setKnown] = useState<ReadonlyMap<string, Progress>>(new Map())
  useEffect(() => {
    const source = new EventSource(`/api/tenants/${encodeURIComponent(tenant)}/live`)
    source.addEventListener('upload', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as LiveEvent
      if (event.kind !== 'upload' || event.site !== site) return
      const { id, state, progress, message } = event
      setKnown(before => new Map(before).set(id, { state, progress, message }))
      // The list may not have it yet.
      if (progress === 0 || progress === 1)
        void queries.invalidateQueries({ queryKey: uploadsQuery({ tenant, site }).queryKey })
    })
    return () => source.close()
  }, [tenant, site, queries])
  return known
}
