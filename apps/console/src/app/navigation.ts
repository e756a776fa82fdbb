// What is in the navigation, in its order. `key` follows `g`.
import type { IconName } from '../shared/icons.tsx'

export const navigation = [
  { page: 'now', to: '/$tenant/$site/now', icon: 'now', key: 'n' },
  { page: 'incidents', to: '/$tenant/$site/incidents', icon: 'incident', key: 'i' },
  { page: 'findings', to: '/$tenant/$site/findings', icon: 'findings', key: 'f' },
  { page: 'obligations', to: '/$tenant/$site/obligations', icon: 'clock', key: 'o' },
  { page: 'assets', to: '/$tenant/$site/assets', icon: 'assets', key: 'a' },
  { page: 'vulnerabilities', to: '/$tenant/$site/vulnerabilities', icon: 'findings', key: 'v' },
  { page: 'known', to: '/$tenant/$site/known', icon: 'columns', key: 'k' },
  { page: 'map', to: '/$tenant/$site/map', icon: 'map', key: 'm' },
  { page: 'hunt', to: '/$tenant/$site/hunt', icon: 'hunt', key: 'h' },
  { page: 'rules', to: '/$tenant/$site/rules', icon: 'filter', key: 'r' },
  { page: 'playbooks', to: '/$tenant/$site/playbooks', icon: 'book', key: 'l' },
  { page: 'escalation', to: '/$tenant/$site/escalation', icon: 'clock', key: 'e' },
  { page: 'process', to: '/$tenant/$site/process', icon: 'process', key: 'p' },
  { page: 'baselines', to: '/$tenant/$site/baselines', icon: 'baseline', key: 'b' },
  { page: 'sensors', to: '/$tenant/$site/sensors', icon: 'sensor', key: 's' },
  { page: 'model', to: '/$tenant/$site/model', icon: 'model', key: 'd' },
  { page: 'work', to: '/$tenant/$site/work', icon: 'clock', key: 'w' },
  { page: 'exercises', to: '/$tenant/$site/exercises', icon: 'play', key: 'x' },
  { page: 'risk', to: '/$tenant/$site/risk', icon: 'money', key: 'c' },
  { page: 'reports', to: '/$tenant/$site/reports', icon: 'book', key: 't' },
  { page: 'settings', to: '/$tenant/$site/settings', icon: 'settings', key: ',' },
] as const satisfies readonly {
  readonly page: string
  readonly to: string
  readonly icon: IconName
  readonly key: string
}[]
