// What people declare of the site.
import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Page } from '../../shared/page.tsx'
import { modelQuery } from './data.ts'
import { Editor } from './editor.tsx'
import { Expected } from './expected.tsx'
import { Overview } from './overview.tsx'
import { modelSearchOf, tabs } from './search.ts'
import { Versions } from './versions.tsx'

const route = getRouteApi('/$tenant/$site/model')

export function ModelPage() {
  const { t } = useTranslation()
  const { tab = 'view', version } = route.useSearch()
  const navigate = useNavigate()
  const query = useQuery(modelQuery(useHere()))
  const change = (part: object) => void navigate({ to: '.', search: modelSearchOf({ tab, ...part }) })
  return (
    <Page title={t('page.model')}>
      <Tabs value={tab} mb={16} onChange={next => change({ tab: next === 'view' ? undefined : next })}>
        <Tabs.List>
          {tabs.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`model.tab-${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {tab === 'expected' ? (
        <Expected />
      ) : tab === 'versions' ? (
        <Versions chosen={version} onChoose={next => change({ version: next })} />
      ) : (
        <LoadedIfThere query={query}>
          {model => (tab === 'edit' ? <Editor key={model.version} model={model} /> : <Overview model={model} />)}
        </LoadedIfThere>
      )}
    </Page>
  )
}
