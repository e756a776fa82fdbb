// The providers around everything.
import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../shared/api.ts'
import { rememberedBrand } from '../shared/brand.ts'
import { SlotsProvider } from '../shared/slots.tsx'
import type { Branding } from '../shared/wire.ts'
import { createAppRouter, toSignIn } from './router.tsx'
import { slots } from './slots.tsx'
import { themeOf } from './theme.ts'
import { WearContext } from './wear.ts'

/** Asking again helps when the platform was away, not when it refused. */
const mayAgain = (failures: number, error: Error): boolean =>
  failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500)

function createApp() {
  const onError = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) toSignIn(router)
  }
  const queries = new QueryClient({
    defaultOptions: { queries: { staleTime: 10_000, retry: mayAgain } },
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
  })
  const router = createAppRouter(queries)
  return { queries, router }
}

export function App() {
  const [{ queries, router }] = useState(createApp)
  const [brand, setBrand] = useState<Branding>(rememberedBrand)
  return (
    <QueryClientProvider client={queries}>
      <WearContext value={setBrand}>
        <MantineProvider theme={themeOf(brand.colours?.accent)} defaultColorScheme="auto">
          <SlotsProvider value={slots}>
            <RouterProvider router={router} />
          </SlotsProvider>
        </MantineProvider>
      </WearContext>
    </QueryClientProvider>
  )
}
