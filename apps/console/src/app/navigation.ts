// What is in the navigation, in its order. `key` follows `g`.
import type { IconName } from '../shared/icons.tsx'

export const navigation = [
  { page: 'now', to: '/$tenant/$site/now', icon: 'now', key: 'n' },
  { page: 'findings', to: '/$tenant/$site/findings', icon: 'findings', key: 'f' },
  { page: 'assets', to: '/$tenant/$site/assets', icon: 'assets', key: 'a' },
] as const satisfies readonly {
  readonly page: string
  readonly to: string
  readonly icon: IconName
  readonly key: string
}[]
