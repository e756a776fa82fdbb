// The routes that others hang from: everything, and one site.
import { Notifications } from '@mantine/notifications'
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { ApiError } from '../shared/api.ts'
import { meQuery, sitesQuery } from '../shared/queries.ts'
import { NotFound, WentWrong } from './lost.tsx'

export const rootRoute = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: WentWrong,
})

/** Asks first who is there: pages below it can rely on the answer. */
export const siteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$tenant/$site',
  beforeLoad: async ({ context: { queries }, params, location }) => {
    const me = await queries.ensureQueryData(meQuery).catch(error => {
      if (error instanceof ApiError && error.status === 401)
        throw redirect({ to: '/sign-in', search: { back: location.href }, replace: true })
      throw error
    })
    const sites = await queries.ensureQueryData(sitesQuery(params.tenant))
    return { me, sites }
  },
  component: lazyRouteComponent(() => import('./shell.tsx'), 'Shell'),
})

/** Messages are inside of the router, so that they can link. */
function Root() {
  return (
    <>
      <Outlet />
      <Notifications position="bottom-right" limit={3} />
    </>
  )
}
