// The pages of a site. A new one is a route here and, where it shall be in the navigation, a line in navigation.ts.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { assetFilterOf, tabOf } from '../features/assets/search.ts'
import { findingSearchOf } from '../features/findings/search.ts'
import { siteRoute } from './roots.tsx'

const getParentRoute = () => siteRoute

const indexRoute = createRoute({
  getParentRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/$tenant/$site/now', params, replace: true })
  },
})

const nowRoute = createRoute({
  getParentRoute,
  path: '/now',
  component: lazyRouteComponent(() => import('../features/now/now-page.tsx'), 'NowPage'),
})

const findingsRoute = createRoute({
  getParentRoute,
  path: '/findings',
  validateSearch: findingSearchOf,
  component: lazyRouteComponent(() => import('../features/findings/findings-page.tsx'), 'FindingsPage'),
})

const findingRoute = createRoute({
  getParentRoute: () => findingsRoute,
  path: '/$finding',
  component: lazyRouteComponent(() => import('../features/findings/finding-page.tsx'), 'FindingPage'),
})

const assetsRoute = createRoute({
  getParentRoute,
  path: '/assets',
  validateSearch: assetFilterOf,
  component: lazyRouteComponent(() => import('../features/assets/assets-page.tsx'), 'AssetsPage'),
})

const assetRoute = createRoute({
  getParentRoute,
  path: '/assets/$asset',
  validateSearch: tabOf,
  component: lazyRouteComponent(() => import('../features/assets/asset-page.tsx'), 'AssetPage'),
})

export const sitePages = [
  indexRoute,
  nowRoute,
  findingsRoute.addChildren([findingRoute]),
  assetsRoute,
  assetRoute,
] as const
