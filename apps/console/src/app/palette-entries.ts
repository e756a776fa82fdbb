// What the palette offers for a text.
import { useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { get, pathOf } from '../shared/api.ts'
import { useHere } from '../shared/here.tsx'
import { chooseLanguage, languages } from '../shared/i18n.ts'
import type { IconName } from '../shared/icons.tsx'
import { keyOf } from '../shared/queries.ts'
import type { AssetRow, Page } from '../shared/wire.ts'
import { navigation } from './navigation.ts'
import { openKeys } from './palette-store.ts'
import { useSignOut } from './person-menu.tsx'

export type Entry = {
  readonly id: string
  readonly icon: IconName
  readonly title: string
  readonly note: string
  readonly run: () => void
}

const MOST_ASSETS = 12

/** `asked` follows `text` a moment later: devices are asked of the platform. */
export function useEntries(text: string, asked: string): readonly Entry[] {
  const own = [...usePages(), ...useSites(), ...useSettings()]
  const assets = useAssets(asked.trim())
  const words = text.trim().toLowerCase().split(/\s+/)
  const fits = ({ title, note }: Entry) => words.every(word => `${title} ${note}`.toLowerCase().includes(word))
  return [...own.filter(fits), ...assets]
}

function usePages(): Entry[] {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  const navigate = useNavigate()
  return navigation.map(({ page, to, icon, key }) => ({
    id: `page-${page}`,
    icon,
    title: t(`page.${page}`),
    note: `g ${key}`,
    run: () => void navigate({ to, params: { tenant, site } }),
  }))
}

function useSites(): Entry[] {
  const { t } = useTranslation()
  const here = useHere()
  const { sites } = getRouteApi('/$tenant/$site').useRouteContext()
  const navigate = useNavigate()
  return sites
    .filter(({ id }) => id !== here.site)
    .map(({ id, name }) => ({
      id: `site-${id}`,
      icon: 'site',
      title: name,
      note: t('palette.site'),
      run: () => void navigate({ to: '/$tenant/$site/now', params: { tenant: here.tenant, site: id } }),
    }))
}

function useSettings(): Entry[] {
  const { t, i18n } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const schemes = (['auto', 'light', 'dark'] as const).map(scheme => ({
    id: `theme-${scheme}`,
    icon: 'sun' as const,
    title: t(`shell.theme-${scheme}`),
    note: t('shell.theme'),
    run: () => setColorScheme(scheme),
  }))
  const others = languages
    .filter(language => language !== i18n.language)
    .map(language => ({
      id: `language-${language}`,
      icon: 'language' as const,
      title: t(`language.${language}`),
      note: t('shell.language'),
      run: () => void chooseLanguage(language),
    }))
  const keys = { id: 'keys', icon: 'keyboard' as const, title: t('keys.title'), note: '?', run: openKeys }
  const out = { id: 'sign-out', icon: 'out' as const, title: t('access.signOut'), note: '', run: signOut }
  return [...schemes, ...others, keys, out]
}

function useAssets(text: string): Entry[] {
  const here = useHere()
  const navigate = useNavigate()
  const { tenant, site } = here
  const query = { text, limit: MOST_ASSETS }
  const { data } = useQuery({
    queryKey: keyOf(here, 'palette', text),
    queryFn: ({ signal }) => get<Page<AssetRow>>(pathOf(here, '/assets'), { query, signal }),
    enabled: text.length >= 2,
    placeholderData: before => before,
  })
  if (text.length < 2) return []
  return (data?.items ?? []).map(({ id, name, ip, mac, vendor, model }) => ({
    id: `asset-${id}`,
    icon: 'assets',
    title: name ?? ip[0] ?? mac[0] ?? id,
    note: [name ? ip[0] : null, model ?? vendor].filter(Boolean).join(' · ').slice(0, 60),
    run: () => void navigate({ to: '/$tenant/$site/assets/$asset', params: { tenant, site, asset: id } }),
  }))
}
