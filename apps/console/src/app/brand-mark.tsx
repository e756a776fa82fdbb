import { getRouteApi, Link } from '@tanstack/react-router'
import { logoOf, productOf, useBrand } from '../shared/brand.ts'
import { plain } from '../shared/text.ts'
import styles from './shell.module.css'

const route = getRouteApi('/$tenant/$site')

export function Brand() {
  const params = route.useParams()
  const brand = useBrand()
  return (
    <Link to="/$tenant/$site/now" params={params} className={styles.brand}>
      <img src={logoOf(brand)} alt="" height={24} />
      <span>{plain(productOf(brand), 60)}</span>
    </Link>
  )
}
