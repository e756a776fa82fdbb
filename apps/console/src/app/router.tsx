// Addresses. The pages of a site are listed in pages.ts; here are those around them.
import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { providerSearchOf } from '../features/provider/search.ts'
import { ApiError } from '../shared/api.ts'
import { meQuery } from '../shared/queries.ts'
import { Rows } from '../shared/states.tsx'
import { backOf, parseSearch, stringifySearch } from './address.ts'
import { firstPlace } from './first-place.ts'
import { NotFound, WentWrong } from './lost.tsx'
import { sitePages } from './pages.ts'
import { rootRoute, siteRoute } from './roots.tsx'

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context: { queries } }) => {
    const me = await queries.ensureQueryData(meQuery).catch(error => {
      if (error instanceof ApiError && error.status === 401) throw redirect({ to: '/sign-in', replace: true })
      throw error
    })
    const params = await firstPlace(queries, me)
    if (params) throw redirect({ to: '/$tenant/$site/now', params, replace: true })
    if (me.queue) throw redirect({ to: '/provider', replace: true })
  },
  component: lazyRouteComponent(() => import('./entrance.tsx'), 'FirstSiteRoute'),
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string; refused?: string } => {
    const [back, { refused }] = [backOf(search.back), search]
    return { ...(back === undefined ? {} : { back }), ...(typeof refused === 'string' ? { refused } : {}) }
  },
  component: lazyRouteComponent(() => import('./entrance.tsx'), 'SignInRoute'),
})

const withToken = ({ token }: Record<string, unknown>): { token?: string } =>
  typeof token === 'string' ? { token } : {}

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('./entrance.tsx'), 'SetupRoute'),
})

const acknowledgeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/acknowledge',
  component: lazyRouteComponent(() => import('./entrance.tsx'), 'AcknowledgeRoute'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('./entrance.tsx'), 'InvitationRoute'),
})

const forgotRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./entrance.tsx'), 'ForgotRoute'),
})

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('./entrance.tsx'), 'ResetRoute'),
})

const confirmReportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/confirm-report',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('./entrance.tsx'), 'ConfirmReportRoute'),
})

const providerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/provider',
  validateSearch: providerSearchOf,
  component: lazyRouteComponent(() => import('../features/provider/provider-page.tsx'), 'ProviderPage'),
})

const tree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  setupRoute,
  acknowledgeRoute,
  invitationRoute,
  forgotRoute,
  resetRoute,
  confirmReportRoute,
  providerRoute,
  siteRoute.addChildren(sitePages),
])

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    // The query cache decides what is fresh.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Rows,
    defaultErrorComponent: WentWrong,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  })
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}

/** Nobody has to be signed in there. */
const open = [
  '/sign-in',
  '/setup',
  '/acknowledge',
  '/invitation',
  '/forgot-password',
  '/reset-password',
  '/confirm-report',
]

/** The session ended: sign in, and back to where one was. */
export function toSignIn(router: AppRouter): void {
  const { pathname, href } = router.state.location
  if (open.includes(pathname)) return
  const back = backOf(href)
  void router.navigate({ to: '/sign-in', search: back === undefined ? {} : { back } })
}
