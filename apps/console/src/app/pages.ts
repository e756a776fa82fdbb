// The pages of a site. A new one is a route here and, where it shall be in the navigation, a line in navigation.ts.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { assetFilterOf, tabOf } from '../features/assets/search.ts'
import { baselineSearchOf } from '../features/baselines/search.ts'
import { escalationSearchOf } from '../features/escalation/search.ts'
import { findingSearchOf } from '../features/findings/search.ts'
import { huntSearchOf } from '../features/hunt/search.ts'
import { incidentSearchOf, roomSearchOf } from '../features/incidents/search.ts'
import { knownSearchOf } from '../features/known/search.ts'
import { mapSearchOf } from '../features/map/search.ts'
import { modelSearchOf } from '../features/model/search.ts'
import { moneySearchOf } from '../features/money/search.ts'
import { templateSearchOf } from '../features/obligations/template-data.ts'
import { playbookSearchOf } from '../features/playbooks/search.ts'
import { processSearchOf } from '../features/process/search.ts'
import { reportSearchOf } from '../features/reports/search.ts'
import { ruleSearchOf } from '../features/rules/search.ts'
import { sensorSearchOf } from '../features/sensors/search.ts'
import { settingsSearchOf } from '../features/settings/search.ts'
import { vulnerabilitySearchOf } from '../features/vulnerabilities/search.ts'
import { workSearchOf } from '../features/work/search.ts'
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

const incidentsRoute = createRoute({
  getParentRoute,
  path: '/incidents',
  validateSearch: incidentSearchOf,
  component: lazyRouteComponent(() => import('../features/incidents/incidents-page.tsx'), 'IncidentsPage'),
})

const roomRoute = createRoute({
  getParentRoute,
  path: '/incidents/$incident',
  validateSearch: roomSearchOf,
  component: lazyRouteComponent(() => import('../features/incidents/room-page.tsx'), 'RoomPage'),
})

const decideRoute = createRoute({
  getParentRoute,
  path: '/incidents/$incident/decide',
  component: lazyRouteComponent(() => import('../features/incidents/decide-page.tsx'), 'DecidePage'),
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

const vulnerabilitiesRoute = createRoute({
  getParentRoute,
  path: '/vulnerabilities',
  validateSearch: vulnerabilitySearchOf,
  component: lazyRouteComponent(
    () => import('../features/vulnerabilities/vulnerabilities-page.tsx'),
    'VulnerabilitiesPage',
  ),
})

const knownRoute = createRoute({
  getParentRoute,
  path: '/known',
  validateSearch: knownSearchOf,
  component: lazyRouteComponent(() => import('../features/known/known-page.tsx'), 'KnownPage'),
})

const mapRoute = createRoute({
  getParentRoute,
  path: '/map',
  validateSearch: mapSearchOf,
  component: lazyRouteComponent(() => import('../features/map/map-page.tsx'), 'MapPage'),
})

const huntRoute = createRoute({
  getParentRoute,
  path: '/hunt',
  validateSearch: huntSearchOf,
  component: lazyRouteComponent(() => import('../features/hunt/hunt-page.tsx'), 'HuntPage'),
})

const obligationsRoute = createRoute({
  getParentRoute,
  path: '/obligations',
  component: lazyRouteComponent(() => import('../features/obligations/obligations-page.tsx'), 'ObligationsPage'),
})

const templatesRoute = createRoute({
  getParentRoute,
  path: '/obligations/templates',
  validateSearch: templateSearchOf,
  component: lazyRouteComponent(() => import('../features/obligations/templates-page.tsx'), 'TemplatesPage'),
})

const incidentObligationsRoute = createRoute({
  getParentRoute,
  path: '/incidents/$incident/obligations',
  component: lazyRouteComponent(
    () => import('../features/obligations/obligations-panel.tsx'),
    'IncidentObligationsPage',
  ),
})

const rulesRoute = createRoute({
  getParentRoute,
  path: '/rules',
  validateSearch: ruleSearchOf,
  component: lazyRouteComponent(() => import('../features/rules/rules-page.tsx'), 'RulesPage'),
})

const playbooksRoute = createRoute({
  getParentRoute,
  path: '/playbooks',
  component: lazyRouteComponent(() => import('../features/playbooks/playbooks-page.tsx'), 'PlaybooksPage'),
})

const playbookRoute = createRoute({
  getParentRoute,
  path: '/playbooks/$playbook',
  validateSearch: playbookSearchOf,
  component: lazyRouteComponent(() => import('../features/playbooks/playbook-page.tsx'), 'PlaybookPage'),
})

const escalationRoute = createRoute({
  getParentRoute,
  path: '/escalation',
  validateSearch: escalationSearchOf,
  component: lazyRouteComponent(() => import('../features/escalation/escalation-page.tsx'), 'EscalationPage'),
})

const processRoute = createRoute({
  getParentRoute,
  path: '/process',
  validateSearch: processSearchOf,
  component: lazyRouteComponent(() => import('../features/process/process-page.tsx'), 'ProcessPage'),
})

const baselinesRoute = createRoute({
  getParentRoute,
  path: '/baselines',
  validateSearch: baselineSearchOf,
  component: lazyRouteComponent(() => import('../features/baselines/baselines-page.tsx'), 'BaselinesPage'),
})

const sensorsRoute = createRoute({
  getParentRoute,
  path: '/sensors',
  validateSearch: sensorSearchOf,
  component: lazyRouteComponent(() => import('../features/sensors/sensors-page.tsx'), 'SensorsPage'),
})

const modelRoute = createRoute({
  getParentRoute,
  path: '/model',
  validateSearch: modelSearchOf,
  component: lazyRouteComponent(() => import('../features/model/model-page.tsx'), 'ModelPage'),
})

const workRoute = createRoute({
  getParentRoute,
  path: '/work',
  validateSearch: workSearchOf,
  component: lazyRouteComponent(() => import('../features/work/work-page.tsx'), 'WorkPage'),
})

const exercisesRoute = createRoute({
  getParentRoute,
  path: '/exercises',
  component: lazyRouteComponent(() => import('../features/exercises/exercises-page.tsx'), 'ExercisesPage'),
})

const riskRoute = createRoute({
  getParentRoute,
  path: '/risk',
  validateSearch: moneySearchOf,
  component: lazyRouteComponent(() => import('../features/money/money-page.tsx'), 'MoneyPage'),
})

const reportsRoute = createRoute({
  getParentRoute,
  path: '/reports',
  validateSearch: reportSearchOf,
  component: lazyRouteComponent(() => import('../features/reports/reports-page.tsx'), 'ReportsPage'),
})

const settingsRoute = createRoute({
  getParentRoute,
  path: '/settings',
  validateSearch: settingsSearchOf,
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
})

export const sitePages = [
  indexRoute,
  nowRoute,
  findingsRoute.addChildren([findingRoute]),
  incidentsRoute,
  roomRoute,
  decideRoute,
  assetsRoute,
  assetRoute,
  vulnerabilitiesRoute,
  knownRoute,
  mapRoute,
  obligationsRoute,
  templatesRoute,
  incidentObligationsRoute,
  huntRoute,
  rulesRoute,
  playbooksRoute,
  playbookRoute,
  escalationRoute,
  processRoute,
  baselinesRoute,
  sensorsRoute,
  modelRoute,
  workRoute,
  exercisesRoute,
  riskRoute,
  reportsRoute,
  settingsRoute,
] as const
