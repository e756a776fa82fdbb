import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../shared/here.tsx'
import { Icon } from '../shared/icons.tsx'
import { meQuery, overviewQuery } from '../shared/queries.ts'
import { navigation } from './navigation.ts'
import styles from './shell.module.css'
import { SiteSwitcher } from './site-switcher.tsx'

export function NavBar() {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const isOfProvider = useQuery(meQuery).data?.queue ?? false
  const counts = useCounts()
  return (
    <nav className={styles.nav} aria-label={t('shell.navigation')}>
      <SiteSwitcher />
      {isOfProvider && (
        <Link to="/provider" className={styles.item}>
          <Icon name="findings" />
          {t('page.provider')}
        </Link>
      )}
      {navigation.map(({ page, to, icon, key }) => (
        <Link
          key={page}
          to={to}
          params={{ tenant, site }}
          className={styles.item}
          aria-keyshortcuts={`g ${key}`}
          title={t('shell.key', { key: `g ${key}` })}
        >
          <Icon name={icon} />
          {t(`page.${page}`)}
          {counts[page] !== undefined && <span className={styles.count}>{counts[page]}</span>}
        </Link>
      ))}
    </nav>
  )
}

/** What waits behind an entry. */
function useCounts(): Readonly<Record<string, string | undefined>> {
  const { i18n } = useTranslation()
  const { data } = useQuery(overviewQuery(useHere()))
  if (!data) return {}
  const number = new Intl.NumberFormat(i18n.language)
  const open = Object.values(data.findings).reduce((sum, count) => sum + (count ?? 0), 0)
  return { findings: open > 0 ? number.format(open) : undefined, assets: number.format(data.assets) }
}
