// The frame around the pages of a site.
import { AppShell, Burger } from '@mantine/core'
import { useDisclosure, useReducedMotion } from '@mantine/hooks'
import { getRouteApi, Outlet, useLocation } from '@tanstack/react-router'
import { use, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { BrandContext, rememberBrand, useIcon } from '../shared/brand.ts'
import { type Here, HereContext } from '../shared/here.tsx'
import type { Branding, Me, Site } from '../shared/wire.ts'
import { Brand } from './brand-mark.tsx'
import { Commands } from './commands.tsx'
import { rememberPlace } from './first-place.ts'
import { LiveDot } from './live-dot.tsx'
import { NotFound } from './lost.tsx'
import { NavBar } from './nav-bar.tsx'
import { PersonMenu } from './person-menu.tsx'
import { SearchButton } from './search-button.tsx'
import styles from './shell.module.css'
import { useLive } from './use-live.ts'
import { WearContext } from './wear.ts'

/** ms in which the navigation comes and goes. */
const GLIDE = 200

const route = getRouteApi('/$tenant/$site')
const nobody: Branding = {}

export function Shell() {
  const { tenant, site } = route.useParams()
  const { me, sites } = route.useRouteContext()
  const here = useMemo(() => hereOf(me, sites, { tenant, site }), [me, sites, tenant, site])
  const membership = me.memberships.find(member => member.tenant === tenant)
  const own = sites.find(({ id }) => id === site)?.branding
  const brand = useMemo(() => brandIn(membership?.branding ?? nobody, own ?? nobody), [membership, own])
  useIcon(brand)
  const wear = use(WearContext)
  useEffect(() => {
    if (here) rememberPlace({ tenant, site })
  }, [here, tenant, site])
  useEffect(() => {
    rememberBrand(brand)
    wear(brand)
  }, [brand, wear])
  if (!here) return <NotFound />
  return (
    <BrandContext value={brand}>
      <HereContext value={here}>
        <Frame key={`${tenant}/${site}`} />
      </HereContext>
    </BrandContext>
  )
}

/** The site goes before the organisation, part by part. */
const brandIn = (above: Branding, own: Branding): Branding => ({
  ...above,
  ...own,
  colours: { ...above.colours, ...own.colours },
})

function Frame() {
  const { t } = useTranslation()
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const isStill = useReducedMotion()
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the drawer
  useEffect(close, [pathname])
  const live = useLive()
  return (
    <AppShell
      transitionDuration={isStill ? 0 : GLIDE}
      header={{ height: 48 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      classNames={{ header: styles.header, navbar: styles.navbar, main: styles.main }}
    >
      <a href="#main" className="skip">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="xs" aria-label={t('shell.menu')} />
        <Brand />
        <SearchButton />
        <div className={styles.right}>
          <LiveDot state={live} />
          <PersonMenu />
        </div>
      </AppShell.Header>
      <AppShell.Navbar>
        <NavBar />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <Commands />
    </AppShell>
  )
}

/** Null where there is no such site, or none that one may see. */
function hereOf(me: Me, sites: readonly Site[], { tenant, site }: { tenant: string; site: string }): Here | null {
  const found = sites.find(({ id }) => id === site)
  const own = me.memberships.filter(member => member.tenant === tenant && (member.site === '*' || member.site === site))
  if (!found || own.length === 0) return null
  const permissions = new Set(own.flatMap(member => member.permissions))
  return {
    tenant,
    site,
    name: found.name,
    timeZone: found.time_zone,
    demo: found.demo,
    isProvider: me.provider,
    may: permission => permissions.has(permission),
  }
}
