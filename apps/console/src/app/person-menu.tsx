import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { send } from '../shared/api.ts'
import { chooseLanguage, languages } from '../shared/i18n.ts'
import { Icon } from '../shared/icons.tsx'
import { plain } from '../shared/text.ts'
import { openKeys } from './palette-store.ts'

const route = getRouteApi('/$tenant/$site')
const SCHEMES = ['auto', 'light', 'dark'] as const

export function PersonMenu() {
  const { t } = useTranslation()
  const { me } = route.useRouteContext()
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t('shell.person')}>
          <Icon name="person" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {plain(me.person.name)}
          <br />
          {plain(me.person.email)}
        </Menu.Label>
        <Menu.Divider />
        <Schemes />
        <Menu.Divider />
        <Languages />
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="keyboard" size={14} />} onClick={openKeys}>
          {t('keys.title')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="out" size={14} />} onClick={signOut}>
          {t('access.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Schemes() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>{t('shell.theme')}</Menu.Label>
      {SCHEMES.map(scheme => (
        <Menu.Item
          key={scheme}
          role="menuitemradio"
          aria-checked={scheme === colorScheme}
          onClick={() => setColorScheme(scheme)}
          rightSection={scheme === colorScheme ? <Icon name="check" size={14} /> : null}
        >
          {t(`shell.theme-${scheme}`)}
        </Menu.Item>
      ))}
    </>
  )
}

function Languages() {
  const { t, i18n } = useTranslation()
  return (
    <>
      <Menu.Label>{t('shell.language')}</Menu.Label>
      {languages.map(language => (
        <Menu.Item
          key={language}
          role="menuitemradio"
          aria-checked={language === i18n.language}
          lang={language}
          onClick={() => void chooseLanguage(language)}
          rightSection={language === i18n.language ? <Icon name="check" size={14} /> : null}
        >
          {t(`language.${language}`)}
        </Menu.Item>
      ))}
    </>
  )
}

export function useSignOut(): () => void {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return () => {
    void send('POST', '/api/auth/sign-out', {})
      .catch(() => {})
      .then(() => navigate({ to: '/sign-in', search: {} }))
      .then(() => queries.clear())
  }
}
