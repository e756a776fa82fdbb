import { getRouteApi, Link } from '@tanstack/react-router'
import { plain } from '../shared/text.ts'
import { logoOf, OUR_NAME } from './brand.ts'
import styles from './shell.module.css'

const route = getRouteApi('/$tenant/$site')

export function Brand() {
  const params = route.useParams()
  const { me } = route.useRouteContext()
  const branding = me.memberships.find(({ tenant }) => tenant === params.tenant)?.branding ?? {}
  return (
    <Link to="/$tenant/$site/now" params={params} className={styles.brand}>
      <img src={logoOf(branding) ?? '/icon.svg'} alt="" height={24} />
      <span>{plain(branding.product ?? OUR_NAME, 60)}</span>
    </Link>
  )
}
