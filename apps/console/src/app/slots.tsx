// What features lend each other.
import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { Slots } from '../shared/slots.tsx'

const Near = lazy(() => import('../features/map/near.tsx').then(({ Near }) => ({ default: Near })))
const Awaiting = lazy(() =>
  import('../features/incidents/awaiting.tsx').then(({ Awaiting }) => ({ default: Awaiting })),
)
const Obligations = lazy(() =>
  import('../features/obligations/obligations-panel.tsx').then(({ ObligationsPanel }) => ({
    default: ObligationsPanel,
  })),
)
const Loss = lazy(() =>
  import('../features/money/incident-loss.tsx').then(({ IncidentLossPanel }) => ({ default: IncidentLossPanel })),
)

export const slots: Slots = {
  Around: ({ devices }) => (
    <Suspense fallback={<Skeleton height={320} radius={0} />}>
      <Near devices={devices} />
    </Suspense>
  ),
  Awaiting: () => (
    <Suspense fallback={null}>
      <Awaiting />
    </Suspense>
  ),
  Obligations: where => (
    <Suspense fallback={<Skeleton height={320} />}>
      <Obligations {...where} />
    </Suspense>
  ),
  Loss: where => (
    <Suspense fallback={null}>
      <Loss {...where} />
    </Suspense>
  ),
}
