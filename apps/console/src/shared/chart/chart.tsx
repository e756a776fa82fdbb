// A chart. The library that draws it is large, and comes when the first one is there.
import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { DrawingProps } from './drawing.tsx'

const Drawing = lazy(() => import('./drawing.tsx').then(({ Drawing }) => ({ default: Drawing })))

export function Chart(props: DrawingProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height} radius="sm" />}>
      <Drawing {...props} />
    </Suspense>
  )
}
